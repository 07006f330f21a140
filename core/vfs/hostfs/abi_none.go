//go:build !(wasip1 && hostfs)

package hostfs

import "unsafe"

// Available tells whether the module was built to ask its host for files.
const Available = false

// Without a host every function is one that the system does not have. See
// abi_wasip1.go for what they are.
const none = -int32(enosys)

func fsOpen(string, uint32) int32                            { return none }
func fsReadAt(int32, unsafe.Pointer, uint32, float64) int32  { return none }
func fsWriteAt(int32, unsafe.Pointer, uint32, float64) int32 { return none }
func fsTruncate(int32, float64) int32                        { return none }
func fsSync(int32) int32                                     { return none }
func fsSize(int32) float64                                   { return float64(none) }
func fsClose(int32) int32                                    { return none }
func fsRemove(string) int32                                  { return none }
func fsRename(string, string) int32                          { return none }
func fsList(string, unsafe.Pointer, uint32) int32            { return none }
func fsSyncDir(string) int32                                 { return none }
func fsLock(string) int32                                    { return none }
