/* Preloaded into a process: ends it with SIGKILL just before its nth call that changes the file system, counted over
 * rename, mkdir, rmdir, unlink and unlinkat. Tells the number of calls at the end of a process that lives. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int calls;

static void count(void) {
    const char *at = getenv("GROUNDSWELL_TEST_KILL_AT");
    int nth = atomic_fetch_add(&calls, 1) + 1;
    if (at != NULL && atoi(at) == nth) {
        kill(getpid(), SIGKILL);
        pause();
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int rename(const char *from, const char *to) { count(); return REAL(rename)(from, to); }
int mkdir(const char *path, mode_t mode) { count(); return REAL(mkdir)(path, mode); }
int rmdir(const char *path) { count(); return REAL(rmdir)(path); }
int unlink(const char *path) { count(); return REAL(unlink)(path); }
int unlinkat(int folder, const char *path, int flags) { count(); return REAL(unlinkat)(folder, path, flags); }

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("GROUNDSWELL_TEST_CALLS");
    FILE *file = path == NULL ? NULL : fopen(path, "w");
    if (file != NULL) {
        fprintf(file, "%d\n", atomic_load(&calls));
        fclose(file);
    }
}
