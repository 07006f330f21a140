package judge;

import static judge.Harness.bytes;
import static judge.Harness.check;
import static judge.Harness.equal;
import static judge.Harness.factory;
import static judge.Harness.text;
import static judge.Harness.unique;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/** RabbitMQ's Java client: heartbeats, TLS, and its recovery after a kill. */
public final class Endurance {
  private Endurance() {}

  public static void main(String[] args) throws Exception {
    Harness.run("heartbeats keep an idle connection", Endurance::heartbeats);
    Harness.run("TLS, and a wrong password in it", Endurance::overTLS);
    Harness.run("automatic recovery of topology and consumer after a kill", Endurance::recovery);
    Harness.finish();
  }

  private static void heartbeats(Channel unused) throws Exception {
    ConnectionFactory factory = factory();
    factory.setRequestedHeartbeat(2);
    try (Connection connection = factory.newConnection()) {
      equal(2, connection.getHeartbeat());
      Thread.sleep(7000);
      connection.createChannel().close();
    }
  }

  private static void overTLS(Channel unused) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (FileInputStream file = new FileInputStream(System.getenv("CA_FILE"))) {
      trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);

    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(System.getenv("TLS_URL"));
    factory.setVirtualHost("/");
    factory.useSslProtocol(context);
    factory.enableHostnameVerification();
    try (Connection connection = factory.newConnection()) {
      Channel channel = connection.createChannel();
      String queue = channel.queueDeclare().getQueue();
      channel.basicPublish("", queue, null, bytes("secret"));
      equal("secret", text(Harness.get(channel, queue, true).getBody()));
    }
    factory.setPassword("wrong");
    try (Connection connection = factory.newConnection()) {
      throw new AssertionError("let in");
    } catch (AuthenticationFailureException expected) {
      check(expected.getMessage().contains("ACCESS_REFUSED"), expected.getMessage());
    }
    factory.useSslProtocol(SSLContext.getDefault());
    try (Connection connection = factory.newConnection()) {
      throw new AssertionError("a certificate of nobody known was taken");
    } catch (SSLHandshakeException expected) {
      check(expected.getMessage().contains("PKIX"), expected.getMessage());
    }
  }

  private static void recovery(Channel unused) throws Exception {
    ConnectionFactory factory = factory();
    factory.setAutomaticRecoveryEnabled(true);
    factory.setNetworkRecoveryInterval(200);
    try (Connection connection = factory.newConnection()) {
      Channel channel = connection.createChannel();
      String exchange = unique("transient");
      String queue = unique("durable");
      channel.exchangeDeclare(exchange, "fanout", false, true, null);
      channel.queueDeclare(queue, true, false, false, null);
      channel.queueBind(queue, exchange, "");
      channel.confirmSelect();
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, bytes("kept"));
      channel.waitForConfirmsOrDie(Harness.PATIENCE_MS);
      CountDownLatch recovered = new CountDownLatch(1);
      ((Recoverable) connection).addRecoveryListener(new RecoveryListener() {
        @Override
        public void handleRecovery(Recoverable whole) {
          recovered.countDown();
        }

        @Override
        public void handleRecoveryStarted(Recoverable whole) {}
      });
      restartBroker();
      check(recovered.await(3 * Harness.PATIENCE_MS, TimeUnit.MILLISECONDS), "no recovery");
      BlockingQueue<String> found = new LinkedBlockingQueue<>();
      channel.basicConsume(queue, true, (tag, delivery) -> found.add(text(delivery.getBody())), tag -> {});
      equal("kept", found.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
      // The exchange and the binding were transient: the client made them anew.
      channel.basicPublish(exchange, "", null, bytes("anew"));
      equal("anew", found.poll(Harness.PATIENCE_MS, TimeUnit.MILLISECONDS));
      channel.queueDelete(queue);
    }
  }

  private static void restartBroker() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("CONTROL_URL") + "/restart"))
        .POST(HttpRequest.BodyPublishers.noBody()).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    equal(200, answer.statusCode());
  }
}
