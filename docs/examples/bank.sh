#!/usr/bin/env bash
# A bank's system and Zhubao, with curl alone.
#
#   ./bank.sh home
#   ./bank.sh fits     ENTERPRISE-ID 500000.00
#   ./bank.sh disburse LOAN-ID 2026-01-05 VOUCHER
#   ./bank.sh repay    LOAN-ID 2026-02-05 50000.00 VOUCHER
#   ./bank.sh deduct   LOAN-ID 2026-03-02 VOUCHER
#   ./bank.sh upload   repayments.csv
#   ./bank.sh events   cursor.txt
#
# ZHUBAO_URL (http://localhost:4000) and ZHUBAO_TOKEN say where and who. Ends with 0 when it was done, 3 when a rule
# refused it (the answer, with the rules, is printed), 1 for anything else.
set -euo pipefail
url=${ZHUBAO_URL:-http://localhost:4000}

# Posts standard input; curl sends the same bytes, and so the same key, again on 429, 503 and time-outs, after as long as
# Retry-After says.
post() {
  curl --silent --show-error --retry 4 --retry-all-errors --max-time "${ZHUBAO_TIMEOUT:-30}" \
    --header "authorization: Bearer $ZHUBAO_TOKEN" --data-binary @- "$@"
}
graphql() { post --header 'content-type: application/json' "$url/graphql"; }

# Answers a JSON request; ends with 1 on an error. An answer that says `retryable` was not carried out, or not surely:
# the same request goes out again.
ask() {
  local request answer attempt
  request=$(cat)
  for attempt in 1 2 3 4 5; do
    answer=$(graphql <<<"$request")
    grep -q '"retryable":true' <<<"$answer" || break
    sleep "$attempt"
  done
  echo "$answer"
  if grep -q '"errors":\[' <<<"$answer"; then exit 1; fi
}

# An act: refused by a rule is an answer, `"done":false`, with every rule that stands against it.
act() {
  local answer
  answer=$(ask) || { echo "$answer" >&2; exit 1; }
  echo "$answer"
  if grep -q '"done":false' <<<"$answer"; then exit 3; fi
}

verdicts='done replayed verdicts { code article outcome message { zh en } }'

case ${1:-} in
home)
  ask <<'JSON'
{"query": "{ viewer { userName role tenant { nameZh } } pool { businessDate newBusiness { open } } banks(first: 1) { nodes { exposure { creditLine outstanding utilisationPercent } } } obligations(first: 20, filter: { states: [OPEN, OVERDUE] }) { nodes { kind article dueOn } } }"}
JSON
  ;;
fits) # A figure that would tell of others is withheld (null); whether it fits is not.
  answer=$(ask <<JSON
{"query": "query (\$enterprise: ID!, \$amount: Yuan!) { headroom(input: { enterprise: \$enterprise, loans: [{ enterprise: \$enterprise, amount: \$amount }] }) { amount withheld loans { fits verdicts { code article outcome message { zh } } } } }",
 "variables": {"enterprise": "$2", "amount": "$3"}}
JSON
  )
  echo "$answer"
  if grep -q '"fits":false' <<<"$answer"; then exit 3; fi
  ;;
disburse) # The key is the voucher's number: done once, however often it is sent.
  act <<JSON
{"query": "mutation (\$key: String!, \$input: DisburseInput!) { disburse(idempotencyKey: \$key, input: \$input) { $verdicts loan { outstanding maturesOn obligations { kind dueOn } } } }",
 "variables": {"key": "disburse:$4", "input": {"loanId": "$2", "disbursedOn": "$3", "document": "$4"}}}
JSON
  ;;
repay) # Amounts are text, in yuan.
  act <<JSON
{"query": "mutation (\$key: String!, \$input: RecordRepaymentInput!) { recordRepayment(idempotencyKey: \$key, input: \$input) { $verdicts loan { outstanding } } }",
 "variables": {"key": "repay:$5", "input": {"loanId": "$2", "paidOn": "$3", "principal": "$4", "interest": "0.00", "document": "$5"}}}
JSON
  ;;
deduct) # Asks first, which changes nothing; then takes the pool's share.
  ask <<JSON
{"query": "query (\$input: DeductInput!) { check { deduct(input: \$input) { allowed } } }",
 "variables": {"input": {"loanId": "$2", "deductedOn": "$3", "document": "$4"}}}
JSON
  act <<JSON
{"query": "mutation (\$key: String!, \$input: DeductInput!) { deduct(idempotencyKey: \$key, input: \$input) { $verdicts compensation { principal deducted claimable } } }",
 "variables": {"key": "deduct:$4", "input": {"loanId": "$2", "deductedOn": "$3", "document": "$4"}}}
JSON
  ;;
upload) # Many repayments as one file; the key is the file's hash. The answers come as the same file, with reasons.
  key=$(sha256sum "$2" | cut -d ' ' -f 1)
  sent=$(post --fail-with-body --header "idempotency-key: $key" --header 'content-type: text/csv' \
    "$url/imports/repayments?format=csv" <"$2") || { echo "$sent" >&2; exit 1; }
  id=$(grep -o '"id":"[^"]*"' <<<"$sent" | head -n 1 | cut -d '"' -f 4)
  while :; do
    answer=$(ask <<<"{\"query\": \"{ import(id: \\\"$id\\\") { state progress { rows done refused invalid } } }\"}")
    grep -qE '"state":"(RECEIVING|WAITING|RUNNING)"' <<<"$answer" || break
    sleep 0.5
  done
  echo "$answer"
  if ! grep -q '"refused":0,"invalid":0' <<<"$answer"; then exit 3; fi
  ;;
events) # Everything new since the last run; the cursor is written down after the events were dealt with.
  while :; do
    after=null
    if [ -s "$2" ]; then after="\"$(cat "$2")\""; fi
    feed=$(ask <<JSON
{"query": "query (\$after: String) { events(after: \$after, first: 100) { nodes { id kind subject occurredOn message { zh } } pageInfo { hasNextPage endCursor } } }",
 "variables": {"after": $after}}
JSON
    )
    echo "$feed"
    grep -o '"endCursor":"[^"]*"' <<<"$feed" | cut -d '"' -f 4 >"$2"
    if grep -q '"hasNextPage":false' <<<"$feed"; then break; fi
  done
  ;;
*)
  sed -n 's/^# \{0,1\}//p' "$0" | head -n 13 >&2
  exit 1
  ;;
esac
