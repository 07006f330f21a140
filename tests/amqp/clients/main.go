// Command clients lets programs of AMQP's real clients judge a broker: pika,
// aio-pika, kombu, Celery and dramatiq, amqplib, the Java client, amqp091-go,
// php-amqplib, librabbitmq and rabbitmqadmin. `make clients-amqp` runs it.
//
//	go run ./tests/amqp/clients [-broker twelvefold,rabbitmq] [-only REGEXP]
//
// A program is one family of features in one client, in the folder of its
// language. For each of its cases it prints a line,
//
//	PASS name
//	FAIL name: reason
//	SKIP name: reason
//
// and finds the broker in its environment: AMQP_URL, MANAGEMENT_URL, TLS_URL,
// CA_FILE, REDIS_URL, BROKER (twelvefold or rabbitmq), and CONTROL_URL, where a
// POST to /restart ends the broker by kill -9 and answers once it is back.
//
// The last line counts the cases of the first broker that was named. The exit
// code is 1 if one failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/twelvefold/twelvefold/tests/amqp/broker"
)

func main() {
	brokers := flag.String("broker", "twelvefold", "`names` of the brokers to run, of twelvefold and rabbitmq")
	pattern := flag.String("only", "", "run only programs whose name matches this `regexp`")
	binary := flag.String("binary", "", "`path` of twelvefold, instead of bin/twelvefold")
	verbose := flag.Bool("v", false, "show what every program prints")
	flag.Parse()
	wanted, err := regexp.Compile(*pattern)
	exitOn(err)
	install := exec.Command("tests/amqp/clients/install.sh")
	install.Stdout, install.Stderr = os.Stderr, os.Stderr
	exitOn(install.Run())
	var chosen []program
	for _, p := range programs {
		if wanted.MatchString(p.name) {
			chosen = append(chosen, p)
		}
	}
	var columns []column
	for _, name := range strings.Split(*brokers, ",") {
		c, err := judge(context.Background(), broker.Kind(name), *binary, chosen, *verbose)
		exitOn(err)
		columns = append(columns, c)
	}
	if !report(os.Stdout, chosen, columns) {
		os.Exit(1)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "clients:", err)
		os.Exit(2)
	}
}
