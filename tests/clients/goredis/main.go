// Command goredis is a small program on go-redis, the most used Redis client
// for Go: it writes and reads a key at the URL that it is given.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/redis/go-redis/v9"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: goredis redis://host:port")
	}
	options, err := redis.ParseURL(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	client := redis.NewClient(options)
	defer client.Close()
	ctx := context.Background()
	if err := client.Set(ctx, "greeting", "hello from go-redis", 0).Err(); err != nil {
		log.Fatal(err)
	}
	text, err := client.Get(ctx, "greeting").Result()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
}
