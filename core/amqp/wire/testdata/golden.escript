#!/usr/bin/env escript
%% Prints what RabbitMQ's own codec makes of the values in golden_test.go:
%%
%%   ERL_LIBS=$(dirname $(find / -path "*plugins/rabbit_common-3.10.8")) \
%%     escript core/amqp/wire/testdata/golden.escript > core/amqp/wire/testdata/golden.txt
%%
%% A line is a kind, a name without spaces, and hex digits; of the kind "text",
%% the frame's type, its payload in hex, an Erlang term, and the reply text.
-include_lib("rabbit_common/include/rabbit_framing.hrl").

-define(F, rabbit_framing_amqp_0_9_1).

main(_) ->
    io:format("# RabbitMQ 3.10.8, by golden.escript~n"),
    [method(M) || M <- methods()],
    [line("table", Name, rabbit_binary_generator:generate_table(T)) || {Name, T} <- tables()],
    [line("properties", Name, ?F:encode_properties(P)) || {Name, P} <- properties()],
    [text(T) || T <- texts()],
    [cannot_decode(B) || B <- [<<>>, <<1,2,3>>, binary:copy(<<200>>, 100)]].

method(M) ->
    Name = element(1, M),
    {Class, Id} = ?F:method_id(Name),
    Dotted = string:replace(string:replace(atom_to_list(Name), "_ok", "-ok"), "_", "-", all),
    line("method", Dotted, [<<Class:16, Id:16>>, ?F:encode_method_fields(M)]).

line(Kind, Name, Bytes) ->
    io:format("~s ~s ~s~n", [Kind, Name, hex(Bytes)]).

hex(Bytes) ->
    case binary:encode_hex(iolist_to_binary(Bytes)) of
        <<>> -> <<"-">>;
        Digits -> Digits
    end.

%% rabbit_reader:frame_error/5, which is not exported.
text({Type, Payload, Reason}) ->
    {Which, Shown} = case Payload of
                         <<First:16/binary, _, _/binary>> -> {"first 16", First};
                         _ -> {"all", Payload}
                     end,
    E = rabbit_misc:amqp_error(frame_error, "type ~p, ~s octets = ~p: ~p",
                               [Type, Which, Shown, Reason], none),
    io:format("text ~b ~s ~w ~p~n", [Type, hex(Payload), Reason, close_text(E)]).

cannot_decode(Fields) ->
    E = rabbit_misc:amqp_error(frame_error, "cannot decode ~w", [Fields], 'queue.declare'),
    io:format("text 1 ~s cannot_decode ~p~n", [hex(Fields), close_text(E)]).

close_text(E) ->
    {0, #'connection.close'{reply_text = T}} = rabbit_binary_generator:map_exception(1, E, ?F),
    lists:flatten(io_lib:format("~s", [T])).

small() -> [{<<"x-max-priority">>, signedint, 10}].

methods() ->
    [#'connection.start'{version_major = 0, version_minor = 9,
                         server_properties = [{<<"product">>, longstr, <<"RabbitMQ">>},
                                              {<<"capabilities">>, table, [{<<"basic.nack">>, bool, true}]}],
                         mechanisms = <<"PLAIN AMQPLAIN">>, locales = <<"en_US">>},
     #'connection.start_ok'{client_properties = small(), mechanism = <<"PLAIN">>,
                            response = <<0, "guest", 0, "guest">>, locale = <<"en_US">>},
     #'connection.secure'{challenge = <<"why">>},
     #'connection.secure_ok'{response = <<255>>},
     #'connection.tune'{channel_max = 2047, frame_max = 131072, heartbeat = 60},
     #'connection.tune_ok'{channel_max = 1, frame_max = 4096, heartbeat = 0},
     #'connection.open'{virtual_host = <<"/">>},
     #'connection.open_ok'{known_hosts = <<>>},
     #'connection.close'{reply_code = 320, reply_text = <<"CONNECTION_FORCED">>, class_id = 50, method_id = 10},
     #'connection.close_ok'{},
     #'connection.blocked'{reason = <<"low on memory">>},
     #'connection.unblocked'{},
     #'connection.update_secret'{new_secret = <<"s3">>, reason = <<"expired">>},
     #'connection.update_secret_ok'{},
     #'channel.open'{out_of_band = <<>>},
     #'channel.open_ok'{channel_id = <<>>},
     #'channel.flow'{active = true},
     #'channel.flow_ok'{active = false},
     #'channel.close'{reply_code = 404, reply_text = <<"NOT_FOUND - no queue">>, class_id = 60, method_id = 20},
     #'channel.close_ok'{},
     #'access.request'{realm = <<"/data">>, exclusive = false, passive = true, active = false, write = true, read = true},
     #'access.request_ok'{ticket = 1},
     #'exchange.declare'{exchange = <<"e">>, type = <<"topic">>, passive = false, durable = true,
                         auto_delete = false, internal = true, nowait = false, arguments = small()},
     #'exchange.declare_ok'{},
     #'exchange.delete'{exchange = <<"e">>, if_unused = true, nowait = false},
     #'exchange.delete_ok'{},
     #'exchange.bind'{destination = <<"d">>, source = <<"s">>, routing_key = <<"k.#">>, nowait = true, arguments = small()},
     #'exchange.bind_ok'{},
     #'exchange.unbind'{destination = <<"d">>, source = <<"s">>, routing_key = <<"k.#">>, nowait = false, arguments = []},
     #'exchange.unbind_ok'{},
     #'queue.declare'{queue = <<"q">>, passive = false, durable = true, exclusive = false,
                      auto_delete = true, nowait = false, arguments = small()},
     #'queue.declare_ok'{queue = <<"amq.gen-1">>, message_count = 7, consumer_count = 2},
     #'queue.bind'{queue = <<"q">>, exchange = <<"e">>, routing_key = <<"k">>, nowait = true, arguments = small()},
     #'queue.bind_ok'{},
     #'queue.purge'{queue = <<"q">>, nowait = true},
     #'queue.purge_ok'{message_count = 4294967295},
     #'queue.delete'{queue = <<"q">>, if_unused = false, if_empty = true, nowait = false},
     #'queue.delete_ok'{message_count = 3},
     #'queue.unbind'{queue = <<"q">>, exchange = <<"e">>, routing_key = <<"k">>, arguments = small()},
     #'queue.unbind_ok'{},
     #'basic.qos'{prefetch_size = 0, prefetch_count = 100, global = true},
     #'basic.qos_ok'{},
     #'basic.consume'{queue = <<"q">>, consumer_tag = <<"c">>, no_local = false, no_ack = true,
                      exclusive = false, nowait = true, arguments = small()},
     #'basic.consume_ok'{consumer_tag = <<"amq.ctag-1">>},
     #'basic.cancel'{consumer_tag = <<"c">>, nowait = true},
     #'basic.cancel_ok'{consumer_tag = <<"c">>},
     #'basic.publish'{exchange = <<"e">>, routing_key = <<"k">>, mandatory = true, immediate = false},
     #'basic.return'{reply_code = 312, reply_text = <<"NO_ROUTE">>, exchange = <<"e">>, routing_key = <<"k">>},
     #'basic.deliver'{consumer_tag = <<"c">>, delivery_tag = 258, redelivered = true, exchange = <<"e">>, routing_key = <<"k">>},
     #'basic.get'{queue = <<"q">>, no_ack = true},
     #'basic.get_ok'{delivery_tag = 18446744073709551615, redelivered = false, exchange = <<"e">>, routing_key = <<"k">>, message_count = 9},
     #'basic.get_empty'{cluster_id = <<>>},
     #'basic.ack'{delivery_tag = 1, multiple = true},
     #'basic.reject'{delivery_tag = 2, requeue = true},
     #'basic.recover_async'{requeue = true},
     #'basic.recover'{requeue = true},
     #'basic.recover_ok'{},
     #'basic.nack'{delivery_tag = 3, multiple = false, requeue = true},
     #'confirm.select'{nowait = true},
     #'confirm.select_ok'{},
     #'tx.select'{}, #'tx.select_ok'{}, #'tx.commit'{}, #'tx.commit_ok'{}, #'tx.rollback'{}, #'tx.rollback_ok'{}].

every() ->
    [{bool, true}, {byte, -2}, {unsignedbyte, 200}, {short, -300}, {unsignedshort, 60000},
     {signedint, -70000}, {unsignedint, 4000000000}, {long, -5000000000}, {float, 1.5}, {double, -0.1},
     {decimal, {2, 314}}, {longstr, <<"text">>}, {binary, <<0, 255>>}, {timestamp, 1700000000}, {void, undefined}].

tables() ->
    Fields = [{atom_to_binary(Type, utf8), Type, Value} || {Type, Value} <- every()],
    [{"empty", []},
     {"every", Fields},
     {"nested", [{<<"table">>, table, Fields}, {<<"array">>, array, every() ++ [{array, []}, {table, []}]},
                 {<<"table">>, bool, false}, {<<>>, void, undefined}]}].

properties() ->
    [{"none", #'P_basic'{}},
     {"empty", #'P_basic'{content_type = <<>>, headers = [], priority = 0, timestamp = 0, cluster_id = <<>>}},
     {"every", #'P_basic'{content_type = <<"text/plain">>, content_encoding = <<"gzip">>, headers = small(),
                          delivery_mode = 2, priority = 9, correlation_id = <<"c1">>, reply_to = <<"amq.rabbitmq.reply-to">>,
                          expiration = <<"60000">>, message_id = <<"m1">>, timestamp = 1700000000, type = <<"t">>,
                          user_id = <<"guest">>, app_id = <<"app">>, cluster_id = <<"cl">>}}].

texts() ->
    [{1, <<>>, {frame_too_large, 131073, 131064}},
     {255, <<>>, {frame_too_large, 4294967295, 134217720}},
     {1, <<1, 2, 3>>, {invalid_frame_end_marker, 7}},
     {1, <<200, 1, 200, 1, 200, 1, 200, 1>>, {invalid_frame_end_marker, 7}},
     {1, <<200, 1, 200, 1, 200, 1, 200, 1>>, {invalid_frame_end_marker, 77}},
     {1, <<0, 10, 0, 11, 0, 0, 0, 100, 7, "product">>, {invalid_frame_end_marker, 83}},
     {1, <<0, 10, 0, 11, 0, 0, 0, 100, 7, "products">>, {invalid_frame_end_marker, 0}},
     {3, <<"hello \"world\"\\ and on">>, {invalid_frame_end_marker, 10}},
     {3, <<"\b\t\n\v\f\r\e\d">>, {invalid_frame_end_marker, 10}},
     {3, <<"\b\t\n\v\f\r\e">>, {invalid_frame_end_marker, 10}}] ++
    [{3, binary:copy(<<130>>, N), {invalid_frame_end_marker, E}} || N <- lists:seq(8, 17), E <- [5, 55, 155]] ++
    [{8, <<1>>, unknown_frame}, {2, <<>>, unknown_frame}, {7, binary:copy(<<130>>, 15), unknown_frame}].
