/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "terminal.h"

static struct {
	volatile sig_atomic_t armed;
	char sequence[256];
	size_t length;
	struct termios modes;
	struct sigaction before[8];
} rescue;

static const int deadly[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGQUIT};
#define DEADLY (sizeof deadly / sizeof *deadly)

/* Only calls that are safe in a handler. */
static void
die(int number)
{
	if (rescue.armed) {
		rescue.armed = 0;
		if (write(STDOUT_FILENO, rescue.sequence, rescue.length) < 0) {
			/* nothing left to do */
		}
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
	}
	for (size_t i = 0; i < DEADLY; i++) {
		if (deadly[i] == number)
			(void)sigaction(number, &rescue.before[i], NULL);
	}
	(void)raise(number);
}

void
rescue_arm(const char *sequence)
{
	static char stack[16384];	/* so that even a stack that ran over restores the
					   terminal */
	stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
	struct sigaction action;

	snprintf(rescue.sequence, sizeof rescue.sequence, "%s", sequence);
	rescue.length = strlen(rescue.sequence);
	if (tcgetattr(STDIN_FILENO, &rescue.modes) != 0)
		return;
	(void)sigaltstack(&other, NULL);
	memset(&action, 0, sizeof action);
	action.sa_handler = die;
	action.sa_flags = SA_ONSTACK | SA_NODEFER;
	for (size_t i = 0; i < DEADLY; i++)
		(void)sigaction(deadly[i], &action, &rescue.before[i]);
	rescue.armed = 1;
}

void
rescue_disarm(void)
{
	if (!rescue.armed)
		return;
	rescue.armed = 0;
	for (size_t i = 0; i < DEADLY; i++)
		(void)sigaction(deadly[i], &rescue.before[i], NULL);
}

void
rescue_thread(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < DEADLY; i++)
		sigaddset(&set, deadly[i]);
	(void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
