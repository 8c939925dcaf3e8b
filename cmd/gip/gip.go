package main

import "gip/internal/cli"

// runGip is the program under its own name: ip, and verbs of its own.
func runGip(e *cli.Env, words []string) error {
	return runIP(e, words, "")
}
