using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace CognitoStack.Lambda;

/// <summary>
/// Does once during the init phase what is slow the first time, while Lambda still gives the function a whole CPU: to connect and
/// to sign.
/// </summary>
public static class WarmUp
{
    // Managed .NET compiles what a call needs while it is made. Given up after a second, the rest of that, and its time, would be left to
    // the first event, which on a busy machine has not that much: it counts as the start there.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(RuntimeFeature.IsDynamicCodeCompiled ? 30 : 1);

    /// <summary>
    /// Begins to load OpenSSL, which every signature and every connection needs: nothing of a start takes longer, so nothing begins sooner.
    /// </summary>
    public static void LoadCryptography() => _ = Task.Run(() => SHA256.HashData([]));

    /// <summary>Tries one call; whatever becomes of it, the function starts.</summary>
    /// <param name="what">What is called, for the log.</param>
    /// <param name="log">The function's log.</param>
    /// <param name="call">The call, or null where there is nothing to warm up.</param>
    public static async Task TryAsync(string what, Log log, Func<CancellationToken, Task>? call)
    {
        if (call is null)
            return;
        try
        {
            using var timeout = new CancellationTokenSource();
            var work = Task.Run(() => call(timeout.Token));
            // The first timer of a process starts a thread: the call need not wait for it.
            timeout.CancelAfter(Longest);
            await work.WaitAsync(Longest).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.Warn($"{what} does not answer yet.", e);
        }
    }
}
