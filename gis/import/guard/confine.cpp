// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/confine.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <vector>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cityloom::gis {

namespace {

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned kArchitecture = 0;
#endif
constexpr unsigned kOtherAbi = 0x40000000; // x32's calls on x86-64 have this bit

/// Without sockets nothing reaches the network, whatever a driver is told to fetch.
constexpr std::array kRefused{SYS_socket,
                              SYS_socketpair,
                              SYS_connect,
                              SYS_bind,
                              SYS_listen,
                              SYS_accept4,
                              SYS_sendto,
                              SYS_sendmsg,
                              SYS_execve,
                              SYS_execveat,
                              SYS_ptrace,
                              SYS_process_vm_readv,
                              SYS_process_vm_writev,
                              SYS_kcmp,
                              SYS_bpf,
                              SYS_perf_event_open,
                              SYS_userfaultfd,
                              SYS_keyctl,
                              SYS_add_key,
                              SYS_request_key,
                              SYS_mount,
                              SYS_umount2,
                              SYS_pivot_root,
                              SYS_chroot,
                              SYS_unshare,
                              SYS_setns,
                              SYS_init_module,
                              SYS_finit_module,
                              SYS_kexec_load,
                              SYS_reboot,
                              SYS_pidfd_getfd,
                              SYS_pidfd_send_signal,
                              SYS_io_uring_setup};

sock_filter step(unsigned code, unsigned k, unsigned char yes = 0, unsigned char no = 0) {
    return {static_cast<unsigned short>(code), yes, no, k};
}

/// Classic BPF: another architecture or ABI ends the process, a refused call gets EPERM, all else goes through.
std::vector<sock_filter> program() {
    constexpr unsigned kLoad = BPF_LD | BPF_W | BPF_ABS;
    constexpr unsigned kReturn = BPF_RET | BPF_K;
    constexpr unsigned kEqual = BPF_JMP | BPF_JEQ | BPF_K;
    std::vector<sock_filter> steps{
        step(kLoad, offsetof(seccomp_data, arch)),        step(kEqual, kArchitecture, 1, 0),
        step(kReturn, SECCOMP_RET_KILL_PROCESS),          step(kLoad, offsetof(seccomp_data, nr)),
        step(BPF_JMP | BPF_JGE | BPF_K, kOtherAbi, 0, 1), step(kReturn, SECCOMP_RET_KILL_PROCESS)};
    for (const long call : kRefused) {
        steps.push_back(step(kEqual, static_cast<unsigned>(call), 0, 1));
        steps.push_back(step(kReturn, SECCOMP_RET_ERRNO | EPERM));
    }
    steps.push_back(step(kReturn, SECCOMP_RET_ALLOW));
    return steps;
}

bool filter_calls() {
    if (kArchitecture == 0) {
        return true;
    }
    std::vector<sock_filter> steps = program();
    const sock_fprog filter{static_cast<unsigned short>(steps.size()), steps.data()};
    // All threads: a library may have started some before main().
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

} // namespace

bool confine_reader(int last_kept) {
    const bool dies = prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
    const bool humble = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    const bool alone = close_range(static_cast<unsigned>(last_kept) + 1, ~0U, 0) == 0;
    return dies && humble && alone && filter_calls();
}

} // namespace cityloom::gis
