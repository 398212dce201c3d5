/* global React, ReactDOM, GraphiQL */
// The explorer: GraphiQL, a place for the token, and the operations of schema/operations to choose from.

const TOKEN = 'zhubao-token';
const token = document.querySelector('#token');
const state = document.querySelector('#state');
const choice = document.querySelector('#operations');

// Kept for this tab alone and forgotten with it; never in the browser's lasting store.
token.value = sessionStorage.getItem(TOKEN) ?? '';

function post(address, accept, request) {
  return fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      ...(token.value.trim() ? { authorization: `Bearer ${token.value.trim()}` } : {}),
    },
    body: JSON.stringify(request),
  });
}

/** Sends what is asked, as any client does; a subscription is answered piece by piece. */
function ask(request, { documentAST } = {}) {
  const chosen = documentAST?.definitions.find(
    ({ name }) => !request.operationName || name?.value === request.operationName,
  );
  return chosen?.operation === 'subscription' ? subscribe(request) : askOnce(request);
}

async function askOnce(request) {
  const response = await post('/graphql', 'application/json', request);
  const requestId = response.headers.get('x-request-id') ?? '';
  state.textContent = `${response.status} · ${requestId}`;
  return response.json();
}

async function* subscribe(request) {
  const response = await post('/graphql/stream', 'text/event-stream', request);
  if (!response.ok) return yield await response.json();
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      if (part.startsWith('event: complete')) return;
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield JSON.parse(data.slice('data: '.length));
    }
  }
}

const EXAMPLES = {
  Yuan: '1000000.00',
  Int: 20,
  Date: new Date().toISOString().slice(0, 10),
  ID: '…',
  Name: '…',
  Boolean: true,
};

/** What the variables panel begins with: a new key, an empty input, and an example where a value is needed. */
function variablesOf(text) {
  const head = text.slice(0, text.indexOf('{'));
  const needed = [...head.matchAll(/\$(\w+): \[?(\w+)[\]!]*!(?! =)/g)];
  const values = needed.map(([, name, type]) => [
    name,
    name === 'key' ? crypto.randomUUID() : (EXAMPLES[type] ?? {}),
  ]);
  return JSON.stringify(Object.fromEntries(values), null, 2);
}

const WELCOME = `# 请在上方填入访问令牌，再选一个现成查询。资金单位为元，以字符串表示；日期为北京时间。
# Give a token above, then choose a ready operation. Money is a string in yuan; dates are in Asia/Shanghai.

query WhoAmI {
  viewer {
    userName
    role
    tenant {
      nameZh
    }
  }
}
`;

const root = ReactDOM.createRoot(document.querySelector('#graphiql'));
function show(query, variables) {
  root.render(
    React.createElement(GraphiQL, {
      // Another key: the schema is asked for anew once there is a token to ask with.
      key: token.value,
      fetcher: ask,
      // Null: nothing is asked before there is a token to ask with.
      schema: token.value ? undefined : null,
      query,
      variables,
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      storage: sessionStorage,
      defaultEditorToolsVisibility: 'variables',
    }),
  );
}

let shown = { query: WELCOME, variables: '{}' };
show(shown.query, shown.variables);

token.addEventListener('change', () => {
  sessionStorage.setItem(TOKEN, token.value);
  show(shown.query, shown.variables);
});

const files = await (await fetch('/explorer/operations.json')).json();
const ready = new Map();
for (const { title, operations } of files) {
  const group = document.createElement('optgroup');
  group.label = title;
  for (const { name, text } of operations) {
    ready.set(name, text);
    group.append(new Option(name, name));
  }
  choice.append(group);
}
choice.addEventListener('change', () => {
  const text = ready.get(choice.value);
  if (!text) return;
  shown = {
    query: text,
    variables: variablesOf(text.slice(text.search(/^(?:query|mutation|subscription)/m))),
  };
  show(shown.query, shown.variables);
});
