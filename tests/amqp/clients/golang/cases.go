package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// cases is all of them, in the order in which they run.
var cases = []struct {
	name string
	body func(j judge)
}{
	{"deferred confirms", deferredConfirms},
	{"a return comes before its confirm", returns},
	{"every type of field in a header", headers},
	{"dead letters carry x-death as a table", deadLetters},
	{"prefetch and multiple acknowledgement", prefetch},
	{"notify cancel", notifyCancel},
	{"transaction", transaction},
	{"a channel error names its code", channelError},
	{"a stream from every kind of offset", streamOffsets},
	{"several readers of a stream", streamReaders},
	{"update-secret is answered", updateSecret},
	{"the client's own recovery after a kill", recovery},
	{"TLS, and a wrong password in it", overTLS},
}

func deferredConfirms(j judge) {
	q := j.queue(nil)
	do(j.Confirm(false))
	var confirms []*amqp091.DeferredConfirmation
	for i := range 200 {
		confirms = append(confirms, must(j.PublishWithDeferredConfirm("", q, false, false, text(fmt.Sprint(i)))))
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, c := range confirms {
		equal(true, must(c.WaitContext(ctx)))
	}
	equal(200, must(j.QueueDeclarePassive(q, false, false, true, false, nil)).Messages)
}

func returns(j judge) {
	do(j.Confirm(false))
	events := make(chan string, 2)
	returned, confirmed := j.NotifyReturn(make(chan amqp091.Return)), j.NotifyPublish(make(chan amqp091.Confirmation))
	go func() {
		r := <-returned
		events <- fmt.Sprint(r.ReplyCode, " ", r.ReplyText)
		c := <-confirmed
		events <- fmt.Sprint(c.Ack)
	}()
	do(j.Publish("", unique("nowhere"), true, false, text("back")))
	equal("312 NO_ROUTE", next("the return", events))
	equal("true", next("the confirm", events))
}

func headers(j judge) {
	q := j.queue(nil)
	sent := amqp091.Table{
		"bool": true, "int8": int8(-8), "uint8": byte(8), "int16": int16(-16), "int32": int32(-32), "int64": int64(-64),
		"float32": float32(1.5), "float64": 2.5, "decimal": amqp091.Decimal{Scale: 2, Value: 1234},
		"string": "grüß", "nil": nil, "time": time.Unix(1_700_000_000, 0).UTC(),
	}
	j.put(q, amqp091.Publishing{Headers: amqp091.Table{"flat": sent, "list": []any{int32(1), "two"}, "bytes": []byte{0, 255}}})
	d := next("the message", j.consume(q))
	got := d.Headers["flat"].(amqp091.Table)
	for name, want := range sent {
		if at, ok := got[name].(time.Time); ok {
			got[name] = at.UTC()
		}
		equal(fmt.Sprintf("%s: %T %v", name, want, want), fmt.Sprintf("%s: %T %v", name, got[name], got[name]))
	}
	equal("[1 two]", fmt.Sprint(d.Headers["list"]))
	equal("\x00\xff", string(d.Headers["bytes"].([]byte)))
}

func deadLetters(j judge) {
	grave := j.queue(nil)
	q := j.queue(amqp091.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": grave})
	j.put(q, amqp091.Publishing{Expiration: "10"})
	d := next("the dead letter", j.consume(grave))
	death := d.Headers["x-death"].([]any)[0].(amqp091.Table)
	equal("expired", death["reason"].(string))
	equal(int64(1), death["count"].(int64))
	equal("10", death["original-expiration"].(string))
	if _, ok := death["time"].(time.Time); !ok {
		panic(fmt.Sprintf("time is %T", death["time"]))
	}
}

func prefetch(j judge) {
	q := j.queue(nil)
	do(j.Qos(3, 0, false))
	for i := range 7 {
		j.put(q, text(fmt.Sprint(i)))
	}
	deliveries := j.consume(q)
	var last amqp091.Delivery
	for range 3 {
		last = next("a delivery", deliveries)
	}
	select {
	case d := <-deliveries:
		panic("beyond the prefetch: " + string(d.Body))
	case <-time.After(200 * time.Millisecond):
	}
	do(last.Ack(true))
	for range 3 {
		last = next("a delivery", deliveries)
	}
	equal("5", string(last.Body))
}

func notifyCancel(j judge) {
	q := must(j.QueueDeclare(unique("q"), false, false, false, false, nil)).Name
	cancelled := j.NotifyCancel(make(chan string, 1))
	must(j.Consume(q, "my-tag", false, false, false, false, nil))
	must(must(j.conn.Channel()).QueueDelete(q, false, false, false))
	equal("my-tag", next("the cancel", cancelled))
}

func transaction(j judge) {
	q := j.queue(nil)
	do(j.Tx())
	j.put(q, text("never"))
	do(j.TxRollback())
	j.put(q, text("once"))
	do(j.TxCommit())
	other := judge{must(j.conn.Channel()), j.conn}
	equal("once", string(next("the message", other.consume(q)).Body))
}

func channelError(j judge) {
	closed := j.NotifyClose(make(chan *amqp091.Error, 1))
	_, err := j.QueueDeclarePassive("nothing", false, false, false, false, nil)
	var refusal *amqp091.Error
	if !errors.As(err, &refusal) {
		panic(err)
	}
	equal(amqp091.NotFound, refusal.Code)
	equal("NOT_FOUND - no queue 'nothing' in vhost '/'", refusal.Reason)
	equal(true, refusal.Server)
	equal(amqp091.NotFound, next("the close", closed).Code)
	equal(false, j.conn.IsClosed())
}

func updateSecret(j judge) { do(j.conn.UpdateSecret("guest", "as before")) }

// recovery has the client connect, declare and consume again by itself.
func recovery(judge) {
	conn := must(amqp091.DialConfig(os.Getenv("AMQP_URL"), amqp091.Config{Recovery: &amqp091.Recovery{}}))
	defer conn.Close()
	ch := must(conn.Channel())
	q := must(ch.QueueDeclare(unique("recovered"), true, false, false, false, nil)).Name
	deliveries := must(ch.Consume(q, "", true, false, false, false, nil))
	answer, err := http.Post(os.Getenv("CONTROL_URL")+"/restart", "", nil)
	do(err)
	defer answer.Body.Close()
	equal(http.StatusOK, answer.StatusCode)
	other := must(amqp091.Dial(os.Getenv("AMQP_URL")))
	defer other.Close()
	far := judge{must(other.Channel()), other}
	far.put(q, text("after"))
	select {
	case d := <-deliveries:
		equal("after", string(d.Body))
	case <-time.After(3 * patience):
		panic("the consumer did not come back")
	}
	must(far.QueueDelete(q, false, false, false))
}

func overTLS(judge) {
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(must(os.ReadFile(os.Getenv("CA_FILE"))))
	config := &tls.Config{RootCAs: authorities, ServerName: "localhost"}
	url := os.Getenv("TLS_URL")
	conn := must(amqp091.DialTLS(url, config))
	defer conn.Close()
	j := judge{must(conn.Channel()), conn}
	q := j.queue(nil)
	j.put(q, text("secret"))
	equal("secret", string(next("the message", j.consume(q)).Body))
	if _, err := amqp091.DialTLS(strings.Replace(url, "guest:guest", "guest:wrong", 1), config); !errors.Is(err, amqp091.ErrCredentials) {
		panic(fmt.Sprint("wrong password: ", err))
	}
	if _, err := amqp091.DialTLS(url, &tls.Config{ServerName: "localhost"}); err == nil {
		panic("a certificate of nobody known was taken")
	}
}
