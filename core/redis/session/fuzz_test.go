package session_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/world"
)

// programs are what the fuzzer begins with: commands of every kind, inline, as
// it can change these most easily.
var programs = []string{
	"SET k v EX 10 NX GET\r\nGETEX k PERSIST\r\nGETSET k 1\r\nINCRBY k 2\r\nINCRBYFLOAT k 1.5e2\r\nAPPEND k x\r\nGETRANGE k 0 -1\r\nSETRANGE k 3 abc\r\nSTRLEN k\r\nGETDEL k\r\n",
	"MSET a 1 b 2\r\nMSETNX a 1 c 3\r\nMGET a b c\r\nLCS a b IDX MINMATCHLEN 1 WITHMATCHLEN\r\nSUBSTR a 0 1\r\nPSETEX a 100 v\r\nSETNX a b\r\nDECRBY b 4\r\n",
	"RPUSH l 1 2 3 a\r\nLPUSHX l 0\r\nLINSERT l BEFORE 2 x\r\nLPOS l a RANK -1 COUNT 0 MAXLEN 10\r\nLSET l -1 z\r\nLREM l -2 1\r\nLTRIM l 0 -2\r\nLMOVE l m LEFT RIGHT\r\nLMPOP 2 l m RIGHT COUNT 2\r\nLRANGE l 0 -1\r\nLINDEX m 0\r\nRPOPLPUSH l l\r\nLPOP l 9\r\n",
	"SADD s 1 2 3\r\nSADD t a 2\r\nSINTERSTORE u s t\r\nSUNION s t\r\nSDIFF s t\r\nSINTERCARD 2 s t LIMIT 1\r\nSMISMEMBER s 1 9\r\nSMOVE s t 3\r\nSPOP s 1\r\nSRANDMEMBER t -5\r\nSSCAN t 0 MATCH * COUNT 5\r\nSREM t a\r\nSCARD t\r\n",
	"HSET h f 1 g x\r\nHINCRBY h f -5\r\nHINCRBYFLOAT h f 0.1\r\nHGETALL h\r\nHMGET h f z\r\nHSETNX h f 2\r\nHRANDFIELD h -3 WITHVALUES\r\nHSCAN h 0 COUNT 1\r\nHSTRLEN h g\r\nHDEL h g\r\nHKEYS h\r\n",
	"SET k v\r\nEXPIRE k 100 GT\r\nPEXPIREAT k 99999999999999 NX\r\nPTTL k\r\nEXPIRETIME k\r\nPERSIST k\r\nCOPY k c DB 1 REPLACE\r\nRENAMENX k n\r\nMOVE n 2\r\nDUMP k\r\nOBJECT ENCODING n\r\nTYPE n\r\nSCAN 0 MATCH k* COUNT 3 TYPE string\r\nKEYS *[a-z]?\r\nRANDOMKEY\r\nTOUCH n k\r\nUNLINK n\r\nSWAPDB 0 1\r\nDBSIZE\r\n",
	"RPUSH l 3 1 2\r\nSET w1 9\r\nSORT l BY w* LIMIT 0 2 GET # GET w* DESC ALPHA STORE o\r\nSORT_RO l DESC\r\n",
	"MULTI\r\nSET a 1\r\nINCR a\r\nFOO\r\nEXEC\r\nWATCH a\r\nSET a 2\r\nMULTI\r\nGET a\r\nEXEC\r\nMULTI\r\nDISCARD\r\nUNWATCH\r\n",
	"HELLO 3 SETNAME me\r\nCLIENT LIST\r\nCLIENT INFO\r\nCLIENT SETNAME x\r\nCLIENT NO-EVICT on\r\nCLIENT REPLY SKIP\r\nPING\r\nCONFIG GET *max*\r\nCONFIG SET hz 20\r\nCOMMAND COUNT\r\nCOMMAND INFO get set\r\nCOMMAND GETKEYS SORT a STORE b\r\nCOMMAND LIST FILTERBY PATTERN x*\r\nINFO all\r\nMEMORY USAGE k\r\nSLOWLOG GET\r\nRESET\r\nQUIT\r\n",
	"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\n\x00\xff\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
	"SET \"a b\\x41\\n\" 'it''s'\r\nGET \"\r\n",
	"RESTORE k 0 \"\\x00\\x03abc\\x0a\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\" REPLACE ABSTTL\r\n",
}

// FuzzSession feeds a session what a client may send: it survives, answers the
// same however the bytes are cut, and another client is served after it.
func FuzzSession(f *testing.F) {
	for _, p := range programs {
		f.Add([]byte(p), uint16(len(p)/2))
	}
	f.Fuzz(func(t *testing.T, p []byte, cut uint16) {
		at := min(int(cut), len(p))
		whole, cutInTwo := feed(t, p), feed(t, p[:at], p[at:])
		if bytes.Contains(whole, []byte("qbuf=")) || bytes.Contains(whole, []byte("used_memory")) {
			return // it tells how much has come so far, or what the process takes
		}
		require.Equal(t, string(whole), string(cutInTwo), "whole, then cut at %d", at)
	})
}

// feed gives the parts to a new session on a new store, and gives all that it
// says.
func feed(t *testing.T, parts ...[]byte) (said []byte) {
	manual := clock.NewManual(time.Unix(1_700_000_000, 0))
	db, err := redis.Open(world.World{Clock: manual, Seed: 1}, redis.Options{MaxValueSize: 4 << 10})
	require.NoError(t, err)
	server := session.NewServer(db, session.Options{})
	c := server.Connect(session.Peer{})
	for _, p := range parts {
		c.Feed(manual.Now(), p)
		for out := c.Out(); len(out) > 0; out = c.Out() {
			said = append(said, out...)
			c.Feed(manual.Now(), nil)
		}
		if c.Done() {
			break
		}
	}
	c.Close(nil)
	manual.Advance(time.Hour)
	db.Tick(manual.Now())
	other := server.Connect(session.Peer{})
	other.Feed(manual.Now(), []byte("PING\r\n"))
	require.Contains(t, string(other.Out()), "PONG")
	require.NoError(t, db.Close())
	return said
}
