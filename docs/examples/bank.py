"""A bank's system and Zhubao, with Python's standard library alone.

    python3 bank.py home
    python3 bank.py fits     ENTERPRISE-ID 500000.00
    python3 bank.py disburse LOAN-ID 2026-01-05 VOUCHER
    python3 bank.py repay    LOAN-ID 2026-02-05 50000.00 VOUCHER
    python3 bank.py deduct   LOAN-ID 2026-03-02 VOUCHER
    python3 bank.py upload   repayments.csv
    python3 bank.py events   cursor.txt
    python3 bank.py receive  8080

ZHUBAO_URL (http://localhost:4000) and ZHUBAO_TOKEN say where and who; for `receive`, WEBHOOK_SECRET. Ends with 0 when it
was done, 3 when a rule refused it (the rules are printed), 1 for anything else.
"""
import base64, hashlib, hmac, http.server, json, os, sys, time, urllib.error, urllib.request

URL = os.environ.get("ZHUBAO_URL", "http://localhost:4000")
TIMEOUT_SECONDS = float(os.environ.get("ZHUBAO_TIMEOUT", "30"))
ATTEMPTS_MAX = 5


class Refused(Exception):
    """A rule stands against it. Not an error: an answer, with every rule that does."""


def send(path, body, content_type, headers=()):
    """Posts; the same bytes again while the answer is that it may be tried again, or while there is none."""
    for attempt in range(1, ATTEMPTS_MAX + 1):
        request = urllib.request.Request(URL + path, data=body, method="POST")
        request.add_header("authorization", "Bearer " + os.environ["ZHUBAO_TOKEN"])
        request.add_header("content-type", content_type)
        for name, value in headers:
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                answer, wait = json.load(response), response.headers.get("retry-after")
            error = (answer.get("errors") or [None])[0]
            if error is None:
                return answer
            again = error["extensions"].get("retryable", False)
        except urllib.error.HTTPError as failed:
            wait, again = failed.headers.get("retry-after"), failed.code in (429, 502, 503, 504)
            error = json.load(failed)["errors"][0] if not again else str(failed)
        except (urllib.error.URLError, TimeoutError, ConnectionError) as lost:
            wait, again, error = None, True, str(lost)
        if not again or attempt == ATTEMPTS_MAX:
            sys.exit("%s" % (error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)))
        print("attempt %d: %s; once more with the same key" % (attempt, error), file=sys.stderr)
        time.sleep(float(wait) if wait else 0.5 * 2**attempt)


def ask(query, **variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    return send("/graphql", body, "application/json")["data"]


def do(mutation, name, key, given):
    """Does an act under a key of ours, such as the voucher's number: done once, however often it is sent."""
    answer = ask(mutation, key=key, input=given)[name]
    if not answer["done"]:
        against = [v for v in answer["verdicts"] if v["outcome"] in ("REFUSED", "WAIVER_NEEDED")]
        raise Refused("\n".join("%s (Art. %s): %s" % (v["code"], v["article"], v["message"]["zh"]) for v in against))
    return answer


VERDICTS = "done replayed verdicts { code article outcome message { zh en } }"


def home():
    """Who am I, how much is lent, how much more may be, what do I owe."""
    data = ask("""query Home {
      viewer { userName role tenant { nameZh } }
      pool { businessDate newBusiness { open } breaker { tripped ratioPercent } }
      banks(first: 1) { nodes { exposure { creditLine committed outstanding utilisationPercent } } }
      obligations(first: 20, filter: { states: [OPEN, OVERDUE] }) { nodes { kind article dueOn } }
    }""")
    [bank] = data["banks"]["nodes"]
    print(data["viewer"]["tenant"]["nameZh"], data["pool"]["businessDate"])
    print("outstanding", bank["exposure"]["outstanding"], "of", bank["exposure"]["creditLine"])
    for duty in data["obligations"]["nodes"]:
        print("due", duty["dueOn"], duty["kind"], "Art.", duty["article"])


def fits(enterprise, amount):
    """How much more may be lent to a firm. A figure that would tell of others is withheld (null); the outcome is not."""
    room = ask("""query Fits($enterprise: ID!, $amount: Yuan!) {
      headroom(input: { enterprise: $enterprise, loans: [{ enterprise: $enterprise, amount: $amount }] }) {
        amount withheld loans { fits verdicts { code article outcome message { zh } } }
      }
    }""", enterprise=enterprise, amount=amount)["headroom"]
    [loan] = room["loans"]
    print("fits", loan["fits"], "headroom", room["amount"])
    if not loan["fits"]:
        raise Refused("\n".join(v["message"]["zh"] for v in loan["verdicts"] if v["outcome"] == "REFUSED"))


def disburse(loan, day, voucher):
    answer = do("mutation Disburse($key: String!, $input: DisburseInput!) { disburse(idempotencyKey: $key, input: $input) { "
                + VERDICTS + " loan { outstanding maturesOn obligations { kind dueOn } } } }",
                "disburse", "disburse:" + voucher, {"loanId": loan, "disbursedOn": day, "document": voucher})
    print("disbursed", answer["loan"]["outstanding"], "replayed", answer["replayed"])


def repay(loan, day, principal, voucher):
    # Amounts stay text from the core system to here: no float ever holds money.
    answer = do("mutation Repay($key: String!, $input: RecordRepaymentInput!) { recordRepayment(idempotencyKey: $key, input: $input) { "
                + VERDICTS + " loan { outstanding } } }",
                "recordRepayment", "repay:" + voucher,
                {"loanId": loan, "paidOn": day, "principal": principal, "interest": "0.00", "document": voucher})
    print("outstanding", answer["loan"]["outstanding"])


def deduct(loan, day, voucher):
    """Asks first, which changes nothing and says every rule; then takes the pool's share."""
    given = {"loanId": loan, "deductedOn": day, "document": voucher}
    checked = ask("query Check($input: DeductInput!) { check { deduct(input: $input) { allowed } } }", input=given)
    print("allowed", checked["check"]["deduct"]["allowed"])
    answer = do("mutation Deduct($key: String!, $input: DeductInput!) { deduct(idempotencyKey: $key, input: $input) { "
                + VERDICTS + " compensation { principal deducted claimable } } }",
                "deduct", "deduct:" + voucher, given)
    print("deducted", answer["compensation"]["deducted"], "claimable", answer["compensation"]["claimable"])


def upload(path):
    """Many repayments as one file: each row judged on its own, the answers fetched as a file. The key is the file's hash."""
    with open(path, "rb") as file:
        content = file.read()
    sent = send("/imports/repayments?format=csv", content, "text/csv", [("idempotency-key", hashlib.sha256(content).hexdigest())])
    while True:
        done = ask("query Progress($id: ID!) { import(id: $id) { state progress { rows done refused invalid } } }", id=sent["id"])["import"]
        if done["state"] not in ("RECEIVING", "WAITING", "RUNNING"):
            break
        time.sleep(0.5)
    print("import", done["state"], json.dumps(done["progress"]))
    if done["progress"]["done"] != done["progress"]["rows"]:
        raise Refused("see %s/imports/%s/result.csv" % (URL, sent["id"]))


def events(cursor_file):
    """Everything that is new since the last run. The cursor is written down after the events were dealt with."""
    after = open(cursor_file).read().strip() if os.path.exists(cursor_file) else None
    while True:
        feed = ask("""query Feed($after: String) { events(after: $after, first: 100) {
          nodes { id kind subject occurredOn message { zh } }
          pageInfo { hasNextPage endCursor }
        } }""", after=after)["events"]
        for event in feed["nodes"]:
            print("event", event["kind"], event["occurredOn"], event["message"]["zh"])
        after = feed["pageInfo"]["endCursor"]
        with open(cursor_file, "w") as file:
            file.write(after)
        if not feed["pageInfo"]["hasNextPage"]:
            return


class Receiver(http.server.BaseHTTPRequestHandler):
    """A webhook's receiving end: verify, remember the id, answer 2xx at once, work later."""
    seen = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        message, moment = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        key = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
        right = base64.b64encode(hmac.digest(key, b"%s.%s." % (message.encode(), moment.encode()) + body, "sha256")).decode()
        given = [part.partition(",")[2] for part in self.headers["webhook-signature"].split()]
        if abs(time.time() - int(moment)) > 300 or not any(hmac.compare_digest(right, one) for one in given):
            self.send_response(401)
        else:
            self.send_response(204)
            if message not in self.seen:
                self.seen.add(message)
                print("received", json.loads(body)["type"], flush=True)
        self.end_headers()

    def log_message(self, *_):
        pass


def receive(port):
    server = http.server.HTTPServer(("127.0.0.1", int(port)), Receiver)
    print("listening on", server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    commands = {f.__name__: f for f in (home, fits, disburse, repay, deduct, upload, events, receive)}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    try:
        commands[sys.argv[1]](*sys.argv[2:])
    except Refused as refused:
        print(refused, file=sys.stderr)
        sys.exit(3)
