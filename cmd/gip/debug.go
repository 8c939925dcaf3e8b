//go:build !quickstart

// No look at the container's share of the processors, and no goroutine to repeat it.
//
//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0
package main
