package wire

// ConfirmSelect (confirm.select) makes the server confirm what the channel
// publishes from now on.
type ConfirmSelect struct {
	NoWait bool
}

// ID implements Method.
func (*ConfirmSelect) ID() MethodID { return ConfirmSelectID }

func (m *ConfirmSelect) fields(c *codec) {
	c.bits(&m.NoWait)
}

// ConfirmSelectOk (confirm.select-ok) answers ConfirmSelect.
type ConfirmSelectOk struct{}

// ID implements Method.
func (*ConfirmSelectOk) ID() MethodID { return ConfirmSelectOkID }

func (*ConfirmSelectOk) fields(*codec) {}
