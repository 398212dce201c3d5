import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bank's system and Zhubao, with Java 17 alone: run it by `java Bank.java`. Where you have a JSON library, use it in the
 * place of `text` and `all`.
 *
 *   java Bank.java home
 *   java Bank.java fits     ENTERPRISE-ID 500000.00
 *   java Bank.java disburse LOAN-ID 2026-01-05 VOUCHER
 *   java Bank.java repay    LOAN-ID 2026-02-05 50000.00 VOUCHER
 *   java Bank.java deduct   LOAN-ID 2026-03-02 VOUCHER
 *   java Bank.java upload   repayments.csv
 *   java Bank.java events   cursor.txt
 *
 * ZHUBAO_URL (http://localhost:4000) and ZHUBAO_TOKEN say where and who. Ends with 0 when it was done, 3 when a rule
 * refused it (the rules are printed), 1 for anything else.
 */
public class Bank {
  static final String URL = System.getenv().getOrDefault("ZHUBAO_URL", "http://localhost:4000");
  static final Duration TIMEOUT =
      Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("ZHUBAO_TIMEOUT", "30")));
  static final int ATTEMPTS_MAX = 5;
  static final String VERDICTS = " done replayed verdicts { code article outcome message { zh en } } ";
  static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A rule stands against it. Not an error: an answer, with every rule that does. */
  static class Refused extends Exception {
    Refused(String rules) {
      super(rules);
    }
  }

  /** Posts; the same bytes again while the answer is that it may be tried again, or while there is none. */
  static String send(String path, byte[] body, Map<String, String> headers) throws Exception {
    for (int attempt = 1; ; attempt += 1) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(URL + path))
              .timeout(TIMEOUT)
              .header("authorization", "Bearer " + System.getenv("ZHUBAO_TOKEN"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      headers.forEach(request::header);
      String problem;
      long waitMs = 500L << attempt;
      boolean again = true;
      try {
        HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
        String answer = response.body();
        int status = response.statusCode();
        if (status < 300 && !answer.contains("\"errors\":[")) return answer;
        again = status == 429 || status == 502 || status == 503 || status == 504
            || answer.contains("\"retryable\":true");
        waitMs = response.headers().firstValueAsLong("retry-after").orElse(waitMs / 1000) * 1000;
        problem = answer;
      } catch (IOException lost) {
        problem = lost.toString();
      }
      if (!again || attempt == ATTEMPTS_MAX) throw new IOException(problem);
      System.err.println("attempt " + attempt + ": " + problem + "; once more with the same key");
      Thread.sleep(waitMs);
    }
  }

  static String ask(String query, String variables) throws Exception {
    String body = "{\"query\":" + quote(query) + ",\"variables\":" + variables + "}";
    return send("/graphql", body.getBytes("UTF-8"), Map.of("content-type", "application/json"));
  }

  /** Does an act under a key of ours, such as the voucher's number: done once, however often it is sent. */
  static String act(String mutation, String key, String input) throws Exception {
    String answer = ask(mutation, "{\"key\":" + quote(key) + ",\"input\":" + input + "}");
    if (answer.contains("\"done\":false")) {
      StringBuilder rules = new StringBuilder();
      Matcher verdict =
          Pattern.compile("\"code\":\"(\\w+)\",\"article\":(\\d+),\"outcome\":\"(?:REFUSED|WAIVER_NEEDED)\",\"message\":\\{\"zh\":\"([^\"]*)\"")
              .matcher(answer);
      while (verdict.find())
        rules.append(verdict.group(1) + " (Art. " + verdict.group(2) + "): " + verdict.group(3) + "\n");
      throw new Refused(rules.toString());
    }
    return answer;
  }

  /** Who am I, how much is lent, how much more may be, what do I owe. */
  static void home() throws Exception {
    String data = ask(
        "{ viewer { tenant { nameZh } } pool { businessDate newBusiness { open } } banks(first: 1) { nodes {"
            + " exposure { outstanding creditLine } } }"
            + " obligations(first: 20, filter: { states: [OPEN, OVERDUE] }) { nodes { kind article dueOn } } }",
        "{}");
    System.out.println(text(data, "nameZh") + " " + text(data, "businessDate"));
    System.out.println("outstanding " + text(data, "outstanding") + " of " + text(data, "creditLine"));
    Matcher duty = Pattern.compile("\"kind\":\"(\\w+)\",\"article\":(\\d+),\"dueOn\":\"([^\"]*)\"").matcher(data);
    while (duty.find())
      System.out.println("due " + duty.group(3) + " " + duty.group(1) + " Art. " + duty.group(2));
  }

  /** How much more may be lent to a firm. A figure that would tell of others is withheld (null); the outcome is not. */
  static void fits(String enterprise, String amount) throws Exception {
    String answer = ask(
        "query ($enterprise: ID!, $amount: Yuan!) { headroom(input: { enterprise: $enterprise,"
            + " loans: [{ enterprise: $enterprise, amount: $amount }] }) { amount withheld loans { fits verdicts {"
            + " code article outcome message { zh } } } } }",
        "{\"enterprise\":" + quote(enterprise) + ",\"amount\":" + quote(amount) + "}");
    boolean fits = answer.contains("\"fits\":true");
    System.out.println("fits " + fits);
    if (!fits) throw new Refused(answer);
  }

  static void disburse(String loan, String day, String voucher) throws Exception {
    String answer = act(
        "mutation ($key: String!, $input: DisburseInput!) { disburse(idempotencyKey: $key, input: $input) {"
            + VERDICTS + "loan { outstanding maturesOn } } }",
        "disburse:" + voucher,
        "{\"loanId\":" + quote(loan) + ",\"disbursedOn\":" + quote(day) + ",\"document\":" + quote(voucher) + "}");
    System.out.println("disbursed " + text(answer, "outstanding") + " replayed " + answer.contains("\"replayed\":true"));
  }

  /** Amounts stay text from the core system to here: no double ever holds money. */
  static void repay(String loan, String day, String principal, String voucher) throws Exception {
    String answer = act(
        "mutation ($key: String!, $input: RecordRepaymentInput!) { recordRepayment(idempotencyKey: $key, input: $input) {"
            + VERDICTS + "loan { outstanding } } }",
        "repay:" + voucher,
        "{\"loanId\":" + quote(loan) + ",\"paidOn\":" + quote(day) + ",\"principal\":" + quote(principal)
            + ",\"interest\":\"0.00\",\"document\":" + quote(voucher) + "}");
    System.out.println("outstanding " + text(answer, "outstanding"));
  }

  /** Asks first, which changes nothing and says every rule; then takes the pool's share. */
  static void deduct(String loan, String day, String voucher) throws Exception {
    String input =
        "{\"loanId\":" + quote(loan) + ",\"deductedOn\":" + quote(day) + ",\"document\":" + quote(voucher) + "}";
    String checked = ask(
        "query ($input: DeductInput!) { check { deduct(input: $input) { allowed } } }", "{\"input\":" + input + "}");
    System.out.println("allowed " + checked.contains("\"allowed\":true"));
    String answer = act(
        "mutation ($key: String!, $input: DeductInput!) { deduct(idempotencyKey: $key, input: $input) {"
            + VERDICTS + "compensation { principal deducted claimable } } }",
        "deduct:" + voucher,
        input);
    System.out.println("deducted " + text(answer, "deducted") + " claimable " + text(answer, "claimable"));
  }

  /** Many repayments as one file, each row judged on its own. The key is the file's hash. */
  static void upload(String path) throws Exception {
    byte[] content = Files.readAllBytes(Path.of(path));
    String key = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    String sent = send("/imports/repayments?format=csv", content,
        Map.of("content-type", "text/csv", "idempotency-key", key));
    String id = text(sent, "id");
    String answer;
    do {
      Thread.sleep(500);
      answer = ask(
          "query ($id: ID!) { import(id: $id) { state progress { rows done refused invalid } } }",
          "{\"id\":" + quote(id) + "}");
    } while (answer.matches(".*\"state\":\"(RECEIVING|WAITING|RUNNING)\".*"));
    System.out.println("import " + answer);
    if (!answer.contains("\"refused\":0,\"invalid\":0"))
      throw new Refused("see " + URL + "/imports/" + id + "/result.csv");
  }

  /** Everything that is new since the last run. The cursor is written down after the events were dealt with. */
  static void events(String cursorFile) throws Exception {
    Path file = Path.of(cursorFile);
    String after = Files.exists(file) ? quote(Files.readString(file).strip()) : "null";
    String feed;
    do {
      feed = ask(
          "query ($after: String) { events(after: $after, first: 100) { nodes { kind occurredOn message { zh } }"
              + " pageInfo { hasNextPage endCursor } } }",
          "{\"after\":" + after + "}");
      Matcher event =
          Pattern.compile("\"kind\":\"(\\w+)\",\"occurredOn\":\"([^\"]*)\",\"message\":\\{\"zh\":\"([^\"]*)\"").matcher(feed);
      while (event.find())
        System.out.println("event " + event.group(1) + " " + event.group(2) + " " + event.group(3));
      after = quote(text(feed, "endCursor"));
      Files.writeString(file, text(feed, "endCursor"));
    } while (feed.contains("\"hasNextPage\":true"));
  }

  /** The first text under a name in a JSON answer. */
  static String text(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!found.find()) throw new IllegalStateException("no " + name + " in " + json);
    return found.group(1);
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  public static void main(String[] given) throws Exception {
    String wanted = given.length == 0 ? "" : given[0] + given.length;
    try {
      switch (wanted) {
        case "home1" -> home();
        case "fits3" -> fits(given[1], given[2]);
        case "disburse4" -> disburse(given[1], given[2], given[3]);
        case "repay5" -> repay(given[1], given[2], given[3], given[4]);
        case "deduct4" -> deduct(given[1], given[2], given[3]);
        case "upload2" -> upload(given[1]);
        case "events2" -> events(given[1]);
        default -> throw new IllegalArgumentException("home, fits, disburse, repay, deduct, upload or events; see the top of this file");
      }
    } catch (Refused refused) {
      System.err.print(refused.getMessage());
      System.exit(3);
    }
  }
}
