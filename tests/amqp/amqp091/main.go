// Command amqp091 lets amqp091-go's own integration tests judge a broker, and
// prints test by test what each broker made of them. `make conformance-amqp`
// runs it.
//
//	go run ./tests/amqp/amqp091 [-broker twelvefold,rabbitmq] [-run REGEXP] [-v]
//
// The tests are those of integration_test.go, connection_test.go and
// recovery_test.go in the module's release that our go.mod pins. The last asks
// the management API on localhost:15672 and nowhere else, so that each broker
// gets a network namespace of its own, where all ports are free.
//
// The last line counts the tests of the first broker that was named. The exit
// code is 1 if one failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/twelvefold/twelvefold/tests/amqp/broker"
)

func main() {
	brokers := flag.String("broker", "twelvefold", "`names` of the brokers to run, of twelvefold and rabbitmq")
	pattern := flag.String("run", "", "run only tests that match this `regexp`")
	binary := flag.String("binary", "", "`path` of twelvefold, instead of bin/twelvefold")
	verbose := flag.Bool("v", false, "show the output of tests that passed, too")
	inside := flag.String(insideFlag, "", "internal: run the tests of one `broker` here, and print the results as JSON")
	flag.Parse()
	ctx := context.Background()
	if *inside != "" {
		exitOn(runInside(ctx, broker.Kind(*inside), os.Stdin, os.Stdout))
		return
	}
	suite, err := prepare(*pattern)
	exitOn(err)
	suite.Broker = *binary
	var columns []column
	for _, name := range strings.Split(*brokers, ",") {
		results, err := suite.run(ctx, broker.Kind(name))
		exitOn(err)
		columns = append(columns, column{name, results})
	}
	if !report(os.Stdout, suite, columns, *verbose) {
		os.Exit(1)
	}
}

// match gives the filter of -run.
func match(pattern string) (func(string) bool, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	return re.MatchString, nil
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "amqp091:", err)
		os.Exit(2)
	}
}
