package judge;

import static judge.Harness.bytes;
import static judge.Harness.check;
import static judge.Harness.equal;
import static judge.Harness.factory;
import static judge.Harness.get;
import static judge.Harness.refused;
import static judge.Harness.text;
import static judge.Harness.unique;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** RabbitMQ's Java client: messages, exchanges, queues, consumers, errors. */
public final class Messaging {
  private Messaging() {}

  public static void main(String[] args) throws Exception {
    Harness.run("confirms", Messaging::confirms);
    Harness.run("mandatory is returned", Messaging::returned);
    Harness.run("headers of every type", Messaging::headers);
    Harness.run("exchanges of every type", Messaging::exchanges);
    Harness.run("exchange to exchange and alternate", Messaging::exchangeToExchange);
    Harness.run("dead letters", Messaging::deadLetters);
    Harness.run("priority and max length", Messaging::priority);
    Harness.run("prefetch, nack and recover", Messaging::prefetch);
    Harness.run("single active consumer and cancel", Messaging::singleActive);
    Harness.run("consumer cancel notification", Messaging::cancelled);
    Harness.run("transactions", Messaging::transactions);
    Harness.run("RPC client by direct reply-to", Messaging::rpc);
    Harness.run("quorum queue", Messaging::quorum);
    Harness.run("channel errors", Messaging::channelErrors);
    Harness.run("capabilities and server properties", Messaging::capabilities);
    Harness.finish();
  }

  private static String queue(Channel channel, Map<String, Object> arguments) throws Exception {
    return channel.queueDeclare("", false, true, true, arguments).getQueue();
  }

  private static BlockingQueue<Delivery> consume(Channel channel, String queue, boolean autoAck)
      throws Exception {
    BlockingQueue<Delivery> found = new LinkedBlockingQueue<>();
    channel.basicConsume(queue, autoAck, (tag, delivery) -> found.add(delivery), tag -> {});
    return found;
  }

  private static Delivery next(BlockingQueue<Delivery> from) throws Exception {
    Delivery delivery = from.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS);
    check(delivery != null, "nothing was delivered");
    return delivery;
  }

  private static void confirms(Channel channel) throws Exception {
    String queue = queue(channel, null);
    channel.confirmSelect();
    for (int i = 0; i < 300; i++) {
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, bytes("" + i));
    }
    channel.waitForConfirmsOrDie(Harness.PATIENCE_MS);
    equal(300L, channel.messageCount(queue));
    equal(300, channel.queuePurge(queue).getMessageCount());
  }

  private static void returned(Channel channel) throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    channel.addReturnListener(back -> events.add(back.getReplyCode() + " " + back.getReplyText()));
    channel.addConfirmListener((tag, multiple) -> events.add("ack"), (tag, multiple) -> events.add("nack"));
    channel.confirmSelect();
    channel.basicPublish("", unique("nowhere"), true, null, bytes("back"));
    equal("312 NO_ROUTE", events.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
    equal("ack", events.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
  }

  private static void headers(Channel channel) throws Exception {
    Map<String, Object> sent =
        Map.of("bool", true, "byte", (byte) -1, "short", (short) -2, "int", -3, "long", -4L,
            "float", 1.5f, "double", 2.5, "list", List.of(1, 2L), "table", Map.of("deep", Map.of("x", 1)));
    String queue = queue(channel, null);
    channel.basicPublish("", queue, new BasicProperties.Builder().headers(sent).build(), new byte[0]);
    Map<String, Object> got = get(channel, queue, true).getProps().getHeaders();
    equal(sent, got);
  }

  private static void exchanges(Channel channel) throws Exception {
    for (String type : List.of("direct", "fanout", "topic", "headers")) {
      String exchange = unique(type);
      channel.exchangeDeclare(exchange, type, false, true, null);
      String queue = queue(channel, null);
      channel.queueBind(queue, exchange, type.equals("topic") ? "a.*" : "a.b", Map.of("h", 1));
      BasicProperties properties = new BasicProperties.Builder().headers(Map.of("h", 1)).build();
      channel.basicPublish(exchange, "a.b", properties, bytes(type));
      channel.basicPublish(exchange, "c", null, bytes("other"));
      equal(type, text(get(channel, queue, true).getBody()));
      equal(type.equals("fanout"), channel.basicGet(queue, true) != null);
    }
  }

  private static void exchangeToExchange(Channel channel) throws Exception {
    String rest = unique("rest");
    String front = unique("front");
    String queue = queue(channel, null);
    channel.exchangeDeclare(rest, "fanout", false, true, null);
    channel.queueBind(queue, rest, "");
    channel.exchangeDeclare(front, "direct", false, true, Map.of("alternate-exchange", rest));
    channel.basicPublish(front, "unknown", null, bytes("alternate"));
    equal("alternate", text(get(channel, queue, true).getBody()));
    channel.exchangeBind(rest, front, "known");
    channel.basicPublish(front, "known", null, bytes("bound"));
    equal("bound", text(get(channel, queue, true).getBody()));
    channel.exchangeDelete(front);
  }

  private static void deadLetters(Channel channel) throws Exception {
    String grave = queue(channel, null);
    Map<String, Object> dead = Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", grave);
    String queue = queue(channel, dead);
    channel.basicPublish("", queue, new BasicProperties.Builder().expiration("20").build(), bytes("old"));
    BasicProperties properties = get(channel, grave, true).getProps();
    Map<?, ?> death = (Map<?, ?>) ((List<?>) properties.getHeaders().get("x-death")).get(0);
    equal("expired", death.get("reason").toString());
    equal(1L, death.get("count"));
    equal("20", death.get("original-expiration").toString());
    equal(queue, properties.getHeaders().get("x-first-death-queue").toString());
  }

  private static void priority(Channel channel) throws Exception {
    String queue = queue(channel, Map.of("x-max-priority", 10, "x-max-length", 3));
    for (int priority : new int[] {1, 9, 5, 7}) {
      BasicProperties properties = new BasicProperties.Builder().priority(priority).build();
      channel.basicPublish("", queue, properties, bytes("" + priority));
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      found.add(text(get(channel, queue, true).getBody()));
    }
    // The head that is dropped is the first of the highest priority.
    equal(List.of("7", "5", "1"), found);
  }

  private static void prefetch(Channel channel) throws Exception {
    String queue = queue(channel, null);
    for (String body : List.of("a", "b", "c")) {
      channel.basicPublish("", queue, null, bytes(body));
    }
    channel.basicQos(1);
    BlockingQueue<Delivery> found = consume(channel, queue, false);
    Delivery first = next(found);
    check(found.poll(200, TimeUnit.MILLISECONDS) == null, "beyond the prefetch");
    channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
    Delivery again = next(found);
    equal("a", text(again.getBody()));
    check(again.getEnvelope().isRedeliver(), "redelivered");
    channel.basicRecover(true);
    equal("a", text(next(found).getBody()));
  }

  private static void singleActive(Channel channel) throws Exception {
    String queue = queue(channel, Map.of("x-single-active-consumer", true));
    BlockingQueue<String> who = new LinkedBlockingQueue<>();
    String first = channel.basicConsume(queue, true, (tag, delivery) -> who.add("first"), tag -> {});
    channel.basicConsume(queue, true, (tag, delivery) -> who.add("second"), tag -> {});
    channel.basicPublish("", queue, null, new byte[0]);
    equal("first", who.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
    channel.basicCancel(first);
    channel.basicPublish("", queue, null, new byte[0]);
    equal("second", who.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
  }

  private static void cancelled(Channel channel) throws Exception {
    String queue = queue(channel, null);
    BlockingQueue<String> tags = new LinkedBlockingQueue<>();
    String tag = channel.basicConsume(queue, true, (t, delivery) -> {}, tags::add);
    channel.queueDelete(queue);
    equal(tag, tags.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
  }

  private static void transactions(Channel channel) throws Exception {
    String queue = queue(channel, null);
    channel.txSelect();
    channel.basicPublish("", queue, null, bytes("never"));
    channel.txRollback();
    channel.basicPublish("", queue, null, bytes("once"));
    channel.txCommit();
    GetResponse got = channel.basicGet(queue, true);
    equal("once", text(got.getBody()));
    equal(0, got.getMessageCount());
    channel.txCommit();
  }

  private static void rpc(Channel channel) throws Exception {
    String queue = queue(channel, null);
    Channel server = channel.getConnection().createChannel();
    server.basicConsume(queue, true, (tag, request) -> {
      BasicProperties properties = request.getProperties();
      BasicProperties reply = new BasicProperties.Builder().correlationId(properties.getCorrelationId()).build();
      server.basicPublish("", properties.getReplyTo(), reply, bytes("re: " + text(request.getBody())));
    }, tag -> {});
    RpcClientParams params = new RpcClientParams().channel(channel).exchange("").routingKey(queue).timeout((int) Harness.PATIENCE_MS);
    try (RpcClient client = new RpcClient(params)) {
      for (int i = 0; i < 10; i++) {
        equal("re: " + i, client.stringCall("" + i));
      }
    }
  }

  private static void quorum(Channel channel) throws Exception {
    String queue = unique("quorum");
    channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
    channel.confirmSelect();
    channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, bytes("safe"));
    channel.waitForConfirmsOrDie(Harness.PATIENCE_MS);
    channel.basicNack(get(channel, queue, false).getEnvelope().getDeliveryTag(), false, true);
    equal(1L, ((Number) get(channel, queue, true).getProps().getHeaders().get("x-delivery-count")).longValue());
    channel.queueDelete(queue);
  }

  private static void channelErrors(Channel channel) throws Exception {
    Connection connection = channel.getConnection();
    String none = unique("none");
    refused(connection, 404, "NOT_FOUND - no queue '" + none + "' in vhost '/'", c -> c.queueDeclarePassive(none));
    refused(connection, 404, "NOT_FOUND - no exchange '" + none + "' in vhost '/'", c -> c.exchangeDeclarePassive(none));
    refused(connection, 403, "ACCESS_REFUSED - queue name 'amq.x' contains reserved prefix 'amq.*'",
        c -> c.queueDeclare("amq.x", false, true, true, null));
    refused(connection, 406, "PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'amq.topic' in vhost '/':"
        + " received 'false' but current is 'true'", c -> c.exchangeDeclare("amq.topic", "topic"));
    refused(connection, 406, "PRECONDITION_FAILED - unknown delivery tag 3", c -> {
      c.basicAck(3, false);
      c.basicQos(1);
    });
    check(connection.isOpen() && channel.isOpen(), "the others live");
  }

  private static void capabilities(Channel channel) throws Exception {
    Map<String, Object> properties = channel.getConnection().getServerProperties();
    equal("RabbitMQ", properties.get("product").toString());
    Map<?, ?> capabilities = (Map<?, ?>) properties.get("capabilities");
    for (String name : List.of("publisher_confirms", "exchange_exchange_bindings", "basic.nack",
        "consumer_cancel_notify", "connection.blocked", "consumer_priorities",
        "authentication_failure_close", "per_consumer_qos", "direct_reply_to")) {
      equal(true, capabilities.get(name));
    }
    try (Connection wrong = wrongPassword().newConnection()) {
      throw new AssertionError("let in");
    } catch (com.rabbitmq.client.AuthenticationFailureException expected) {
      check(expected.getMessage().contains("ACCESS_REFUSED"), expected.getMessage());
    }
  }

  private static com.rabbitmq.client.ConnectionFactory wrongPassword() throws Exception {
    var factory = factory();
    factory.setPassword("wrong");
    return factory;
  }
}
