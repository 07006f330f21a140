package judge;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** What every Java judge shares: cases, their verdicts, and the broker's place. */
final class Harness {
  /** For what must happen, on a machine that has much else to do. */
  static final long PATIENCE_MS = 60_000;
  private static int failed;
  private static int names;

  private Harness() {}

  /** A case may throw anything. */
  interface Body {
    void run(Channel channel) throws Exception;
  }

  /** Gives a factory for the broker under judgement. */
  static ConnectionFactory factory() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(System.getenv("AMQP_URL"));
    factory.setVirtualHost("/"); // a path of "/" is no name to this client
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }

  /** Runs a case on a channel of its own and prints its verdict. */
  static void run(String name, Body body) {
    Connection connection = null;
    try {
      connection = factory().newConnection();
      body.run(connection.createChannel());
      System.out.println("PASS " + name);
    } catch (Throwable problem) {
      failed++;
      problem.printStackTrace();
      System.out.println("FAIL " + name + ": " + problem.toString().replace('\n', ' '));
    }
    if (connection != null) {
      connection.abort(); // a case may have had the broker killed
    }
  }

  /** Ends the program; threads of the client may be left. */
  static void finish() {
    System.exit(failed == 0 ? 0 : 1);
  }

  static void check(boolean holds, Object why) {
    if (!holds) {
      throw new AssertionError(why);
    }
  }

  static void equal(Object want, Object got) {
    check(want.equals(got), "want " + want + ", got " + got);
  }

  /** Asks until the answer is not null. */
  static <T> T await(String what, Callable<T> ask) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    while (System.currentTimeMillis() < end) {
      T answer = ask.call();
      if (answer != null) {
        return answer;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(what + ": not within " + PATIENCE_MS + " ms");
  }

  static String unique(String kind) {
    return kind + ".java." + ProcessHandle.current().pid() + "." + ++names;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Waits for the next message of a queue. */
  static GetResponse get(Channel channel, String queue, boolean autoAck) throws Exception {
    return await("a message in " + queue, () -> channel.basicGet(queue, autoAck));
  }

  /** Expects that an action closes its channel with this code and text. */
  static void refused(Connection connection, int code, String reason, Body action) throws Exception {
    Channel channel = connection.createChannel();
    try {
      action.run(channel);
    } catch (IOException | ShutdownSignalException problem) {
      // The second, if the refusal came between two calls of the action.
      ShutdownSignalException signal =
          (ShutdownSignalException) (problem instanceof IOException ? problem.getCause() : problem);
      com.rabbitmq.client.AMQP.Channel.Close close =
          (com.rabbitmq.client.AMQP.Channel.Close) signal.getReason();
      equal(code, close.getReplyCode());
      equal(reason, close.getReplyText());
      return;
    }
    throw new AssertionError("no " + code + " came: expected " + reason);
  }
}
