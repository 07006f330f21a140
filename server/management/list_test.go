package management_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListsAsTheQueryWantsThem(t *testing.T) {
	s := open(t)
	for _, name := range []string{"b", "a", "jobs.1", "jobs.2"} {
		s.must("PUT", "/api/queues/%2F/"+name, `{}`)
	}
	publish := `{"routing_key":"jobs.1","payload":"x","payload_encoding":"string","properties":{}}`
	s.must("POST", "/api/exchanges/%2F/amq.default/publish", publish)

	for _, tc := range []struct {
		query  string
		status int
		body   string
	}{
		{"columns=name", 200, `[{"name":"a"},{"name":"b"},{"name":"jobs.1"},{"name":"jobs.2"}]`},
		{"columns=name,messages&sort=messages&sort_reverse=true&page=1&page_size=1", 200,
			`{"total_count":4,"item_count":1,"filtered_count":4,"page":1,"page_size":1,"page_count":4,"items":[{"name":"jobs.1","messages":1}]}`},
		{"columns=name,message_stats.publish&sort=message_stats.publish", 200,
			`[{"name":"a"},{"name":"b"},{"name":"jobs.2"},{"name":"jobs.1","message_stats":{"publish":1}}]`},
		{"columns=name&page=1&name=JOBS", 200,
			`{"total_count":4,"item_count":2,"filtered_count":2,"page":1,"page_size":100,"page_count":1,"items":[{"name":"jobs.1"},{"name":"jobs.2"}]}`},
		{"columns=name&page=1&name=jobs.[13]&use_regex=true", 200,
			`{"total_count":4,"item_count":1,"filtered_count":1,"page":1,"page_size":100,"page_count":1,"items":[{"name":"jobs.1"}]}`},
		{"columns=name&page=1&name=%5B", 200,
			`{"total_count":4,"item_count":0,"filtered_count":0,"page":1,"page_size":100,"page_count":0,"items":[]}`},
		{"page=1&name=%5B&use_regex=true", 400, refused(`"Pagination parameters are invalid"`)},
		{"page=9&page_size=2", 400, `{"error":"page_out_of_range","reason":"Page out of range, page: 9 page size: 2, len: 4"}`},
		{"page=x", 400, refused(`"Pagination parameters are invalid"`)},
		{"page=0", 400, `{"error":"invalid_pagination_parameters","reason":"Invalid pagination parameters: page number 0, page size undefined"}`},
		{"page=1&page_size=501", 400, `{"error":"invalid_pagination_parameters","reason":"Invalid pagination parameters: page number 1, page size 501"}`},
		{"page=9223372036854775807&page_size=500", 400,
			`{"error":"invalid_pagination_parameters","reason":"Invalid pagination parameters: page number 9223372036854775807, page size 500"}`},
	} {
		t.Run(tc.query, func(t *testing.T) {
			a := s.do(http.MethodGet, "/api/queues?"+tc.query, "")
			require.Equal(t, tc.status, a.status)
			require.JSONEq(t, tc.body, a.body)
		})
	}
}
