package amqp_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/amqp"
)

// The identifiers of what the subjects are made of.
var (
	cn     = asn1.ObjectIdentifier{2, 5, 4, 3}
	serial = asn1.ObjectIdentifier{2, 5, 4, 5}
	c      = asn1.ObjectIdentifier{2, 5, 4, 6}
	l      = asn1.ObjectIdentifier{2, 5, 4, 7}
	o      = asn1.ObjectIdentifier{2, 5, 4, 10}
	ou     = asn1.ObjectIdentifier{2, 5, 4, 11}
	email  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
	other  = asn1.ObjectIdentifier{1, 2, 3}
)

func is(id asn1.ObjectIdentifier, value string) pkix.AttributeTypeAndValue {
	return pkix.AttributeTypeAndValue{Type: id, Value: value}
}

// The names in the first three are those by which RabbitMQ 3.10.8 refuses the
// same certificates.
func TestNamesOfCertificates(t *testing.T) {
	for name, tc := range map[string]struct {
		subject       pkix.RDNSequence
		distinguished string
		common        string
	}{
		"parts that go together": {
			pkix.RDNSequence{{is(c, "DE")}, {is(ou, "x"), is(o, "clients, inc")}, {is(cn, "alice")}},
			`CN=alice,OU=x+O=clients\, inc,C=DE`, "alice",
		},
		"spaces and other letters": {
			pkix.RDNSequence{{is(c, "DE")}, {is(l, "Köln")}, {is(email, "a@b.c")}, {is(cn, " al#ice ")}},
			`CN=\ al#ice\ ,EMAILADDRESS=a@b.c,L=K\C3\B6ln,C=DE`, " al#ice ",
		},
		"signs": {
			pkix.RDNSequence{{is(o, `#a;b"c<d>`)}, {is(cn, "alice=b")}, {is(serial, "12")}},
			`SERIALNUMBER=12,CN=alice=b,O=\#a\;b\"c\<d\>`, "alice=b",
		},
		"one space":    {pkix.RDNSequence{{is(cn, " ")}}, `CN=\ `, " "},
		"two names":    {pkix.RDNSequence{{is(cn, "a")}, {is(cn, "b")}}, "CN=b,CN=a", "a,b"},
		"without name": {pkix.RDNSequence{{is(other, "x")}}, "1.2.3=x", ""},
		"nothing":      {pkix.RDNSequence{}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := asn1.Marshal(tc.subject)
			require.NoError(t, err)
			cert := &x509.Certificate{RawSubject: raw}
			require.Equal(t, tc.distinguished, amqp.DistinguishedName(cert))
			require.Equal(t, tc.common, amqp.CommonName(cert))
		})
	}
}

func TestSubjectThatIsNone(t *testing.T) {
	cert := &x509.Certificate{RawSubject: []byte{0xff}}
	require.Empty(t, amqp.DistinguishedName(cert))
	require.Empty(t, amqp.CommonName(cert))
}
