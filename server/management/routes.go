package management

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"
)

// route is one path with one method.
type route struct {
	method, path string
	access       access
	answer       func(*call) (any, error)
}

const (
	get  = http.MethodGet
	put  = http.MethodPut
	post = http.MethodPost
	del  = http.MethodDelete
)

// table is the whole API: a new path is an entry here. The paths are those of
// rabbit_mgmt_dispatcher, below /api.
var table = []route{
	{get, "/overview", anybody, (*call).overview},
	{get, "/cluster-name", anybody, (*call).clusterName},
	{get, "/nodes", monitors, (*call).nodes},
	{get, "/nodes/{node}", monitors, (*call).node},
	{get, "/extensions", anybody, (*call).extensions},
	{get, "/whoami", anybody, (*call).whoami},
	{get, "/auth", anybody, (*call).auth},
	{get, "/feature-flags", administrators, (*call).nothing},

	{get, "/all-configuration", administrators, (*call).exportAll},
	{get, "/definitions", administrators, (*call).exportAll},
	{post, "/definitions", administrators, (*call).importAll},
	{get, "/definitions/{vhost}", administrators, (*call).exportVhost},
	{post, "/definitions/{vhost}", administrators, (*call).importVhost},

	{get, "/connections", anybody, (*call).connections},
	{get, "/connections/username/{user}", anybody, (*call).connectionsOfUser},
	{del, "/connections/username/{user}", administrators, (*call).closeConnectionsOfUser},
	{get, "/connections/{connection}", anybody, (*call).connection},
	{del, "/connections/{connection}", anybody, (*call).closeConnection},
	{get, "/connections/{connection}/channels", anybody, (*call).channelsOfConnection},
	{get, "/vhosts/{vhost}/connections", visitors, (*call).connections},
	{get, "/channels", anybody, (*call).channels},
	{get, "/channels/{channel}", anybody, (*call).channel},
	{get, "/vhosts/{vhost}/channels", visitors, (*call).channels},
	{get, "/consumers", anybody, (*call).consumers},
	{get, "/consumers/{vhost}", visitors, (*call).consumers},

	{get, "/exchanges", anybody, (*call).exchanges},
	{get, "/exchanges/{vhost}", visitors, (*call).exchanges},
	{get, "/exchanges/{vhost}/{exchange}", visitors, (*call).exchange},
	{put, "/exchanges/{vhost}/{exchange}", visitors, (*call).putExchange},
	{del, "/exchanges/{vhost}/{exchange}", visitors, (*call).deleteExchange},
	{post, "/exchanges/{vhost}/{exchange}/publish", visitors, (*call).publish},
	{get, "/exchanges/{vhost}/{source}/bindings/source", visitors, (*call).bindings},
	{get, "/exchanges/{vhost}/{exchange}/bindings/destination", visitors, (*call).bindings},

	{get, "/queues", anybody, (*call).queues},
	{get, "/queues/{vhost}", visitors, (*call).queues},
	{get, "/queues/{vhost}/{queue}", visitors, (*call).queue},
	{put, "/queues/{vhost}/{queue}", visitors, (*call).putQueue},
	{del, "/queues/{vhost}/{queue}", visitors, (*call).deleteQueue},
	{get, "/queues/{vhost}/{queue}/bindings", visitors, (*call).bindings},
	{del, "/queues/{vhost}/{queue}/contents", visitors, (*call).purge},
	{post, "/queues/{vhost}/{queue}/actions", administrators, (*call).act},
	{post, "/queues/{vhost}/{queue}/get", visitors, (*call).getMessages},

	{get, "/bindings", anybody, (*call).bindings},
	{get, "/bindings/{vhost}", visitors, (*call).bindings},
	{get, "/bindings/{vhost}/e/{source}/{kind:[qe]}/{destination}", visitors, (*call).bindings},
	{post, "/bindings/{vhost}/e/{source}/{kind:[qe]}/{destination}", visitors, (*call).bind},
	{get, "/bindings/{vhost}/e/{source}/{kind:[qe]}/{destination}/{properties}", visitors, (*call).binding},
	{del, "/bindings/{vhost}/e/{source}/{kind:[qe]}/{destination}/{properties}", visitors, (*call).unbind},

	{get, "/vhosts", anybody, (*call).vhosts},
	{get, "/vhosts/{vhost}", visitors, (*call).vhost},
	{put, "/vhosts/{vhost}", administrators, (*call).putVhost},
	{del, "/vhosts/{vhost}", administrators, (*call).deleteVhost},
	{get, "/vhosts/{vhost}/permissions", administrators, (*call).permissions},
	{get, "/vhosts/{vhost}/topic-permissions", administrators, (*call).topicPermissions},

	{get, "/users", administrators, (*call).users},
	{get, "/users/without-permissions", administrators, (*call).usersWithoutPermissions},
	{post, "/users/bulk-delete", administrators, (*call).deleteUsers},
	{get, "/users/{user}", administrators, (*call).userNamed},
	{put, "/users/{user}", administrators, (*call).putUser},
	{del, "/users/{user}", administrators, (*call).deleteUser},
	{get, "/users/{user}/permissions", administrators, (*call).permissions},
	{get, "/users/{user}/topic-permissions", administrators, (*call).topicPermissions},
	{get, "/permissions", administrators, (*call).permissions},
	{get, "/permissions/{vhost}/{user}", administrators, (*call).permission},
	{put, "/permissions/{vhost}/{user}", administrators, (*call).putPermission},
	{del, "/permissions/{vhost}/{user}", administrators, (*call).deletePermission},
	{get, "/topic-permissions", administrators, (*call).topicPermissions},
	{get, "/topic-permissions/{vhost}/{user}", administrators, (*call).topicPermissionsOf},
	{put, "/topic-permissions/{vhost}/{user}", administrators, (*call).putTopicPermission},
	{del, "/topic-permissions/{vhost}/{user}", administrators, (*call).deleteTopicPermissions},

	{get, "/policies", policymakers, (*call).policies},
	{get, "/policies/{vhost}", policymakers, (*call).policies},
	{get, "/policies/{vhost}/{policy}", policymakers, (*call).policy},
	{put, "/policies/{vhost}/{policy}", policymakers, (*call).putPolicy},
	{del, "/policies/{vhost}/{policy}", policymakers, (*call).deletePolicy},
	{get, "/operator-policies", policymakers, (*call).operatorPolicies},
	{get, "/operator-policies/{vhost}", policymakers, (*call).operatorPolicies},
	{get, "/operator-policies/{vhost}/{policy}", administrators, (*call).operatorPolicy},
	{put, "/operator-policies/{vhost}/{policy}", administrators, (*call).putOperatorPolicy},
	{del, "/operator-policies/{vhost}/{policy}", administrators, (*call).deleteOperatorPolicy},
	{get, "/parameters", policymakers, (*call).parameters},
	{get, "/parameters/{component}", policymakers, (*call).parameters},
	{get, "/parameters/{component}/{vhost}", policymakers, (*call).parameters},
	{get, "/parameters/{component}/{vhost}/{name}", policymakers, (*call).parameter},
	{put, "/parameters/{component}/{vhost}/{name}", policymakers, (*call).putParameter},
	{del, "/parameters/{component}/{vhost}/{name}", policymakers, (*call).deleteParameter},
	{get, "/global-parameters", policymakers, (*call).globalParameters},
	{get, "/global-parameters/{name}", policymakers, (*call).globalParameter},
	{put, "/global-parameters/{name}", policymakers, (*call).putGlobalParameter},
	{del, "/global-parameters/{name}", policymakers, (*call).deleteGlobalParameter},
	{get, "/vhost-limits", anybody, (*call).vhostLimits},
	{get, "/vhost-limits/{vhost}", visitors, (*call).vhostLimits},
	{put, "/vhost-limits/{vhost}/{name}", administrators, (*call).putVhostLimit},
	{del, "/vhost-limits/{vhost}/{name}", administrators, (*call).deleteVhostLimit},
	{get, "/user-limits", anybody, (*call).userLimits},
	{get, "/user-limits/{user}", anybody, (*call).userLimits},
	{put, "/user-limits/{user}/{name}", administrators, (*call).putUserLimit},
	{del, "/user-limits/{user}/{name}", administrators, (*call).deleteUserLimit},

	{get, "/aliveness-test/{vhost}", visitors, (*call).aliveness},
	{get, "/healthchecks/node", monitors, (*call).healthy},
	{get, "/healthchecks/node/{node}", monitors, (*call).healthy},
	{get, "/health/checks/alarms", anybody, (*call).alarms},
	{get, "/health/checks/local-alarms", anybody, (*call).alarms},
	{get, "/health/checks/certificate-expiration/{within}/{unit}", anybody, (*call).certificates},
	{get, "/health/checks/port-listener/{port}", anybody, (*call).portListener},
	{get, "/health/checks/protocol-listener/{protocol}", anybody, (*call).protocolListener},
	{get, "/health/checks/virtual-hosts", anybody, (*call).healthy},
	{get, "/health/checks/node-is-mirror-sync-critical", anybody, (*call).singleNode},
	{get, "/health/checks/node-is-quorum-critical", anybody, (*call).singleNode},
}

// routes puts the table on a router. A vhost "/" comes as %2F: the router
// splits the path as it was sent.
func (h *Handler) routes() http.Handler {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for _, one := range table {
		methods := []string{one.method}
		if one.method == get {
			methods = append(methods, http.MethodHead)
		}
		router.Path("/api" + one.path).Methods(methods...).HandlerFunc(h.serve(one))
	}
	router.Path("/metrics").Methods(get).Handler(h.metrics())
	router.Path("/metrics/per-object").Methods(get).Handler(h.metricsPerObject())
	router.Path("/metrics/detailed").Methods(get).HandlerFunc(h.metricsDetailed)
	router.Path("/cli/rabbitmqadmin").Methods(get).HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusNotFound, object{"error": "Object Not Found",
			"reason": "rabbitmqadmin is not part of twelvefold: take the one that RabbitMQ or your distribution has"})
	})
	router.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { notFound.send(w) })
	router.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusMethodNotAllowed)
	})
	return withoutLastSlash(router)
}

// withoutLastSlash takes /connections/ for /connections, as RabbitMQ's web
// server does and as clients send it.
func withoutLastSlash(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sent := r.URL.EscapedPath(); len(sent) > 1 && strings.HasSuffix(sent, "/") {
			r = r.Clone(r.Context())
			r.URL.RawPath = strings.TrimRight(sent, "/")
			r.URL.Path, _ = url.PathUnescape(r.URL.RawPath) // it was read from this form
		}
		next.ServeHTTP(w, r)
	})
}
