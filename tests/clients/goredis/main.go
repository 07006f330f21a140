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
	text, err := use(context.Background(), client)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
}

// use works on each kind of value, in a transaction and in a pipeline too.
func use(ctx context.Context, client *redis.Client) (string, error) {
	key := func(name string) string { return fmt.Sprintf("go-redis:%d:%s", os.Getpid(), name) }
	if err := client.Set(ctx, "greeting", "hello from go-redis", 0).Err(); err != nil {
		return "", err
	}
	if err := client.RPush(ctx, key("list"), "a", "b").Err(); err != nil {
		return "", err
	}
	if err := client.HSet(ctx, key("hash"), "x", 1).Err(); err != nil {
		return "", err
	}
	err := client.LPush(ctx, "greeting", "x").Err()
	if err == nil || !redis.HasErrorPrefix(err, "WRONGTYPE") {
		return "", fmt.Errorf("a list command on a string gave %v", err)
	}
	replies, err := client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Incr(ctx, key("counter"))
		p.LRange(ctx, key("list"), 0, -1)
		return nil
	})
	if err != nil {
		return "", err
	}
	if got := replies[1].(*redis.StringSliceCmd).Val(); len(got) != 2 {
		return "", fmt.Errorf("the list has %q", got)
	}
	if err := client.Del(ctx, key("list"), key("hash"), key("counter")).Err(); err != nil {
		return "", err
	}
	return client.Get(ctx, "greeting").Result()
}
