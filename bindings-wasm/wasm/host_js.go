package main

// GOOS=js has no imports of ours: nobody loads that build.

func hostCall(uint32, []byte) int32 { panic(errHost) }

func hostStopped(uint32) int32 { return 0 }
