package wire

// TxSelect (tx.select) makes the channel transactional.
type TxSelect struct{}

// ID implements Method.
func (*TxSelect) ID() MethodID { return TxSelectID }

func (*TxSelect) fields(*codec) {}

// TxSelectOk (tx.select-ok) answers TxSelect.
type TxSelectOk struct{}

// ID implements Method.
func (*TxSelectOk) ID() MethodID { return TxSelectOkID }

func (*TxSelectOk) fields(*codec) {}

// TxCommit (tx.commit) performs what was published and acknowledged since the
// last commit.
type TxCommit struct{}

// ID implements Method.
func (*TxCommit) ID() MethodID { return TxCommitID }

func (*TxCommit) fields(*codec) {}

// TxCommitOk (tx.commit-ok) answers TxCommit.
type TxCommitOk struct{}

// ID implements Method.
func (*TxCommitOk) ID() MethodID { return TxCommitOkID }

func (*TxCommitOk) fields(*codec) {}

// TxRollback (tx.rollback) forgets it.
type TxRollback struct{}

// ID implements Method.
func (*TxRollback) ID() MethodID { return TxRollbackID }

func (*TxRollback) fields(*codec) {}

// TxRollbackOk (tx.rollback-ok) answers TxRollback.
type TxRollbackOk struct{}

// ID implements Method.
func (*TxRollbackOk) ID() MethodID { return TxRollbackOkID }

func (*TxRollbackOk) fields(*codec) {}
