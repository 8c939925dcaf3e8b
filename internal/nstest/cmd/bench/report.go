package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// report prints the tables, and before them what they are about.
func (b *bench) report(told string, results []*result) {
	middle := "medians"
	if b.least {
		middle = "the least of each"
	}
	fmt.Print("# What gip takes beside iproute2\n\n" +
		"Made by `" + told + "`, in one run: the reference, gip and a floor (a C program\n" +
		"that only moves the same netlink messages) in turn, output going to /dev/null,\n" +
		middle + ". It makes namespaces of its own. Read the ratios, not the milliseconds.\n\n")
	fmt.Printf("- reference: `%s`; gip: `%s`\n", version(b.ref+"/ip"), version(b.gip+"/ip"))
	fmt.Printf("- kernel %s, %s, %d CPUs, load %s at the end\n", kernel(), processor(), runtime.NumCPU(), load())
	fmt.Printf("- %s\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"))
	about := "A target is of\nthe wall's ratio, or of the CPU's where it says so. Where the floor's ratio is over it, the\nkernel alone takes longer on this machine, and no program can meet it."
	if b.quick {
		about = "The\ntargets are for larger sizes than these."
	}
	fmt.Print("ref, gip and floor are wall / CPU; ratios are gip's time over the reference's. " + about + "\n\n" +
		"| job | ref ms | gip ms | floor ms | wall | CPU | peak MB ref / gip | target | met |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|---|\n")
	for _, r := range results {
		wall, cpu := ratio(r.wall[1], r.wall[0]), ratio(r.cpu[1], r.cpu[0])
		target, got := fmt.Sprintf("≤ %.2g", r.target), wall
		if r.job.cpu {
			target, got = "CPU "+target, cpu
		}
		met := "yes"
		if got > r.target {
			met = "**no**"
			if least := floorRatio(r); least > r.target {
				met += fmt.Sprintf(": the floor is %.2f", least)
			}
		}
		if b.quick {
			met = "-"
		}
		if r.target == 0 {
			target, met = "-", "-"
		}
		fmt.Printf("| %s | %s / %s | %s / %s | %s / %s | %.2f | %.2f | %s / %s | %s | %s |\n", r.title(r.size),
			ms(r.wall[0]), ms(r.cpu[0]), ms(r.wall[1]), ms(r.cpu[1]), ms(r.wall[2]), ms(r.cpu[2]), wall, cpu,
			mb(r.peak[0]), mb(r.peak[1]), target, met)
	}
	fmt.Println()
	head := "Time to the first byte, read from a pipe:\n\n| job | ref ms | gip ms |\n|---|--:|--:|\n"
	for _, r := range results {
		if r.first[0] != 0 {
			fmt.Printf("%s| %s | %s | %s |\n", head, r.title(r.size), ms(r.first[0]), ms(r.first[1]))
			head = ""
		}
	}
	if head == "" {
		fmt.Println()
	}
	for i, m := range b.missed {
		if i == 0 {
			fmt.Print("Not had in this run:\n\n")
		}
		fmt.Println("-", m)
	}
}

func ratio(a, b time.Duration) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// ms is milliseconds in three digits or so.
func ms(d time.Duration) string {
	v := float64(d) / 1e6
	switch {
	case d == 0:
		return "-"
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

func mb(kib int) string {
	if kib == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(kib)/1024)
}

func processor() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	_, s, ok := strings.Cut(string(b), "model name\t: ")
	if !ok {
		return runtime.GOARCH
	}
	s, _, _ = strings.Cut(s, "\n")
	return s
}

func load() string {
	b, _ := os.ReadFile("/proc/loadavg")
	s, _, _ := strings.Cut(string(b), " ")
	return s
}

// floorRatio is what the kernel alone takes of the reference's time: 0 where it was not
// measured.
func floorRatio(r *result) float64 {
	if r.job.cpu {
		return ratio(r.cpu[2], r.cpu[0])
	}
	return ratio(r.wall[2], r.wall[0])
}
