package control

import "github.com/twelvefold/twelvefold/bindings-python/native/door"

// OpenSession opens a connection to the broker under handle that is driven
// with calls; options are a JSON object.
func OpenSession(handle int64, options string) (session int64, err error) {
	defer guard(&err)
	broker, err := door.Of[*door.AMQP](handle)
	if err != nil {
		return 0, err
	}
	s, err := broker.Session(options)
	if err != nil {
		return 0, err
	}
	return door.Keep(s), nil
}

// Listen serves the broker under handle at a host's port, 0 for a free one,
// and gives the port.
func Listen(handle int64, host string, port int64) (bound int64, err error) {
	defer guard(&err)
	broker, err := door.Of[*door.AMQP](handle)
	if err != nil {
		return 0, err
	}
	n, err := broker.Listen(host, int(port))
	return int64(n), err
}

// Unlisten ends what Listen began.
func Unlisten(handle int64) (done bool, err error) {
	defer guard(&err)
	broker, err := door.Of[*door.AMQP](handle)
	if err != nil {
		return false, err
	}
	return true, broker.Unlisten()
}
