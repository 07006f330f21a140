package management

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPageSize = 100
	maxPageSize     = 500
)

// list answers with rows as the query wants them: sorted, filtered by name, a
// page of them, some columns (rabbit_mgmt_util).
func (c *call) list(rows []object) (any, error) {
	query := c.request.URL.Query()
	if by := query.Get("sort"); by != "" {
		slices.SortStableFunc(rows, func(a, b object) int { return compare(dotted(a, by), dotted(b, by)) })
	}
	if query.Get("sort_reverse") == "true" {
		slices.Reverse(rows)
	}
	columns := c.columns()
	if !query.Has("page") {
		return columns.ofAll(rows), nil
	}
	page, size, err := pageOf(query.Get("page"), query.Get("page_size"))
	if err != nil {
		return nil, err
	}
	kept, err := filter(rows, query.Get("name"), query.Get("use_regex") == "true")
	if err != nil {
		return nil, err
	}
	first := (page - 1) * size
	if first > len(kept) {
		return nil, problem{http.StatusBadRequest, "page_out_of_range",
			fmt.Sprintf("Page out of range, page: %d page size: %d, len: %d", page, size, len(kept))}
	}
	items := columns.ofAll(kept[first:min(first+size, len(kept))])
	return object{
		"total_count": len(rows), "item_count": len(items), "filtered_count": len(kept),
		"page": page, "page_size": size, "page_count": (len(kept) + size - 1) / size, "items": items,
	}, nil
}

// pageOf reads the page's number and size (rabbit_mgmt_util:pagination_params).
func pageOf(page, size string) (p, s int, err error) {
	p, err = strconv.Atoi(page)
	shown := "undefined"
	s = defaultPageSize
	if err == nil && size != "" {
		s, err = strconv.Atoi(size)
		shown = size
	}
	switch {
	case err != nil:
		return 0, 0, badRequest("Pagination parameters are invalid")
	case p < 1 || p > 1<<31 || s < 1 || s > maxPageSize:
		return 0, 0, problem{http.StatusBadRequest, "invalid_pagination_parameters",
			fmt.Sprintf("Invalid pagination parameters: page number %d, page size %s", p, shown)}
	}
	return p, s, nil
}

// filter keeps the rows whose name has the text, or matches the expression;
// case does not count.
func filter(rows []object, text string, expression bool) ([]object, error) {
	if text == "" {
		return rows, nil
	}
	if !expression {
		text = regexp.QuoteMeta(text)
	}
	match, err := regexp.Compile("(?i)" + text)
	if err != nil {
		return nil, badRequest("Pagination parameters are invalid")
	}
	kept := []object{}
	for _, row := range rows {
		if name, _ := row["name"].(string); match.MatchString(name) {
			kept = append(kept, row)
		}
	}
	return kept, nil
}

// dotted is a field of a row, or of an object in it: "message_stats.publish".
func dotted(row object, path string) any {
	name, rest, more := strings.Cut(path, ".")
	if !more {
		return row[name]
	}
	inner, _ := row[name].(object)
	return dotted(inner, rest)
}

// compare puts what is missing first, then numbers, then the rest by its text.
func compare(a, b any) int {
	x, isX := toFloat(a)
	y, isY := toFloat(b)
	switch {
	case isX && isY:
		return cmp.Compare(x, y)
	case isX:
		return -1
	case isY:
		return 1
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// toFloat gives a number's value; what is missing counts as 0, as in RabbitMQ.
func toFloat(v any) (float64, bool) {
	switch n := v.(type) {
	case nil:
		return 0, true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case float64:
		return n, true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// columns are the fields that a query wants, nil for all: by name, with the
// wanted fields of an inner object below it.
type columns map[string]columns

func (c *call) columns() columns {
	wanted := c.request.URL.Query().Get("columns")
	if wanted == "" {
		return nil
	}
	all := columns{}
	for path := range strings.SplitSeq(wanted, ",") {
		at := all
		words := strings.Split(path, ".")
		for i, word := range words {
			below, seen := at[word]
			switch {
			case i == len(words)-1:
				at[word] = nil // all of it
			case seen && below == nil:
			case below == nil:
				at[word] = columns{}
			}
			if at = at[word]; at == nil {
				break
			}
		}
	}
	return all
}

// of keeps the wanted fields of a row; a name that no field has is no error.
func (c columns) of(row object) object {
	if c == nil {
		return row
	}
	kept := object{}
	for name, below := range c {
		v, ok := row[name]
		if !ok {
			continue
		}
		switch inner := v.(type) {
		case object:
			v = below.of(inner)
		case []object:
			v = below.ofAll(inner)
		}
		kept[name] = v
	}
	return kept
}

// ofAll keeps them of every row.
func (c columns) ofAll(rows []object) []object {
	kept := make([]object, len(rows))
	for i, row := range rows {
		kept[i] = c.of(row)
	}
	return kept
}
