package amqp

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
)

// DistinguishedName is the subject of a certificate, the most particular part
// first, as RabbitMQ writes it (RFC 4514; rabbit_cert_info):
// "CN=alice,O=clients,C=DE". Empty for a certificate without a subject.
func DistinguishedName(c *x509.Certificate) string {
	var parts []string
	for _, set := range slices.Backward(subject(c)) {
		var together []string
		for _, a := range set {
			together = append(together, attributeName(a.Type)+"="+escape(fmt.Sprint(a.Value)))
		}
		parts = append(parts, strings.Join(together, "+"))
	}
	return strings.Join(parts, ",")
}

// CommonName is that of the subject; several are joined by commas.
func CommonName(c *x509.Certificate) string {
	var names []string
	for _, set := range subject(c) {
		for _, a := range set {
			if attributeName(a.Type) == "CN" {
				names = append(names, fmt.Sprint(a.Value))
			}
		}
	}
	return strings.Join(names, ",")
}

// subject is read again, as x509 keeps neither the order of all parts nor
// which of them go together. What can't be read is empty: nobody's name.
func subject(c *x509.Certificate) (name pkix.RDNSequence) {
	_, _ = asn1.Unmarshal(c.RawSubject, &name)
	return name
}

// attributes are the names of what a subject is made of (RFC 4519; RFC 2985
// for EMAILADDRESS).
var attributes = map[string]string{
	"2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "SERIALNUMBER", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
	"2.5.4.9": "STREET", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "TITLE", "2.5.4.42": "GIVENNAME",
	"2.5.4.43": "INITIALS", "2.5.4.44": "GENERATIONQUALIFIER", "2.5.4.65": "PSEUDONYM",
	"0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC", "1.2.840.113549.1.9.1": "EMAILADDRESS",
}

func attributeName(id asn1.ObjectIdentifier) string {
	if name, ok := attributes[id.String()]; ok {
		return name
	}
	return id.String()
}

// escape marks what would be taken for the end of a value, and what can't be
// read.
func escape(value string) string {
	var out strings.Builder
	for i, b := range []byte(value) {
		switch {
		case b < 32 || b >= 126:
			fmt.Fprintf(&out, "\\%02X", b)
			continue
		case strings.IndexByte(`,+"\<>;`, b) >= 0, i == 0 && (b == ' ' || b == '#'), i == len(value)-1 && b == ' ':
			out.WriteByte('\\')
		}
		out.WriteByte(b)
	}
	return out.String()
}
