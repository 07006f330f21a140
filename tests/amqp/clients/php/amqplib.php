<?php
// php-amqplib's promises: confirms, returns, field tables, quorum queues and
// their dead letters, transactions, refusals.
declare(strict_types=1);

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

const PATIENCE = 10.0; // seconds for what must happen

/** Connects, as guest to "/" unless told otherwise. */
function connect(string $password = 'guest', string $vhost = '/'): AMQPStreamConnection
{
    $url = parse_url(getenv('AMQP_URL'));
    return new AMQPStreamConnection($url['host'], $url['port'], 'guest', $password, $vhost);
}

/** A name that no other case uses. */
function unique(string $kind): string
{
    static $number = 0;
    return sprintf('%s.php.%d.%d', $kind, getmypid(), ++$number);
}

function same(mixed $want, mixed $got): void
{
    if ($want !== $got) {
        throw new Exception('want ' . json_encode($want) . ', got ' . json_encode($got));
    }
}

/** Expects an error with this text. */
function refused(string $text, callable $action): void
{
    try {
        $action();
    } catch (Exception $error) {
        same($text, $error->getMessage());
        return;
    }
    throw new Exception("not refused: $text");
}

/** Waits for the next message of a queue. */
function next_of(AMQPChannel $channel, string $queue): AMQPMessage
{
    for ($end = microtime(true) + PATIENCE; microtime(true) < $end; usleep(20_000)) {
        if ($message = $channel->basic_get($queue, true)) {
            return $message;
        }
    }
    throw new Exception("nothing came to $queue");
}

/** An exclusive queue of the server's own name. */
function exclusive(AMQPChannel $channel): string
{
    return $channel->queue_declare('', false, false, true)[0];
}

$cases = [
    'confirms and returns' => function (AMQPChannel $channel): void {
        $acked = 0;
        $returned = [];
        $channel->confirm_select();
        $channel->set_ack_handler(function () use (&$acked) { $acked++; });
        $channel->set_return_listener(function ($code, $text) use (&$returned) { $returned[] = "$code $text"; });
        $queue = exclusive($channel);
        for ($i = 0; $i < 100; $i++) {
            $channel->basic_publish(new AMQPMessage("m$i", ['delivery_mode' => 2]), '', $queue);
        }
        $channel->basic_publish(new AMQPMessage('lost'), '', unique('nowhere'), true);
        $channel->wait_for_pending_acks_returns(PATIENCE);
        same([101, ['312 NO_ROUTE']], [$acked, $returned]);
    },
    'field tables' => function (AMQPChannel $channel): void {
        $headers = ['int' => 7, 'bool' => true, 'text' => 'grüß', 'list' => [1, 'a', ['x' => 'y']], 'null' => null];
        $queue = exclusive($channel);
        $channel->basic_publish(new AMQPMessage('x', ['application_headers' => new AMQPTable($headers)]), '', $queue);
        same($headers, next_of($channel, $queue)->get('application_headers')->getNativeData());
    },
    'a quorum queue gives up on a message' => function (AMQPChannel $channel): void {
        $grave = exclusive($channel);
        $queue = unique('quorum');
        $arguments = ['x-queue-type' => 'quorum', 'x-delivery-limit' => 2, 'x-dead-letter-exchange' => '', 'x-dead-letter-routing-key' => $grave];
        $channel->queue_declare($queue, false, true, false, false, false, new AMQPTable($arguments));
        $channel->basic_publish(new AMQPMessage('poison', ['delivery_mode' => 2]), '', $queue);
        $tries = 0;
        $channel->basic_qos(0, 4, false);
        $channel->basic_consume($queue, '', false, false, false, false, function ($message) use (&$tries) {
            $tries++;
            $message->nack(true);
        });
        while ($tries < 3) {
            $channel->wait(null, false, PATIENCE);
        }
        $dead = next_of($channel, $grave);
        $death = $dead->get('application_headers')->getNativeData()['x-death'][0];
        same(['poison', 'delivery_limit', $queue], [$dead->body, $death['reason'], $death['queue']]);
        $channel->queue_delete($queue);
    },
    'transactions' => function (AMQPChannel $channel): void {
        $queue = exclusive($channel);
        $channel->tx_select();
        $channel->basic_publish(new AMQPMessage('rolled back'), '', $queue);
        $channel->tx_rollback();
        $channel->basic_publish(new AMQPMessage('committed'), '', $queue);
        $channel->tx_commit();
        same(['committed', 0], [next_of($channel, $queue)->body, $channel->queue_declare($queue, true)[1]]);
    },
    'refusals' => function (AMQPChannel $channel): void {
        $name = unique('none');
        refused("NOT_FOUND - no queue '$name' in vhost '/'", fn () => $channel->queue_declare($name, true));
        refused('ACCESS_REFUSED - Login was refused using authentication mechanism AMQPLAIN. For details see the broker logfile.(0, 0)', fn () => connect('wrong'));
        refused('NOT_ALLOWED - vhost nowhere not found(10, 40)', fn () => connect('guest', 'nowhere'));
    },
];

$failed = 0;
foreach ($cases as $name => $case) {
    $connection = connect();
    try {
        $case($connection->channel());
        echo "PASS $name\n";
    } catch (Throwable $error) {
        $failed = 1;
        fwrite(STDERR, "$error\n");
        echo "FAIL $name: ", str_replace("\n", ' ', $error->getMessage()), "\n";
    }
    $connection->close();
}
exit($failed);
