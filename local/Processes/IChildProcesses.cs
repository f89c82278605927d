namespace CognitoStack.Local.Processes;

/// <summary>A program of somebody else that the host runs, such as a DynamoDB for one machine.</summary>
public interface IChildProcess
{
    /// <summary>How it is asked once it listens: waits through a restart.</summary>
    /// <exception cref="Http.AwsException"><c>ServiceUnavailable</c>, 503, where it does not come back in time; SDKs retry.</exception>
    Task<ChildAddress> ReachAsync(CancellationToken cancel);

    /// <summary>Kills it where it hangs, so that it starts again; not one that listens elsewhere, since that has started again already.</summary>
    void Kill(Uri hanging);
}

/// <summary>Where a child process listens, in one of its lives.</summary>
/// <param name="Uri">On loopback.</param>
/// <param name="Secret">What proves to it that a request comes from the host, sent as the header <c>x-local-secret</c>: other programs of this machine reach its port, too.
/// The next life has another one: the port of a process that has ended may be anybody's.</param>
public sealed record ChildAddress(Uri Uri, string Secret);

/// <summary>How to start a child process.</summary>
/// <param name="Name">What people know it by: <c>dynalite</c>.</param>
/// <param name="Script">Node script, relative to the project's root; gets its port as the environment variable <c>PORT</c> (0: any), its folder
/// as <c>DATA</c>, and what requests must know as <c>SECRET</c>. It writes <c>listening PORT</c> to its output once it does.</param>
/// <param name="Data">Its folder.</param>
public sealed record ChildProcessStart(string Name, string Script, string Data);

/// <summary>Runs child processes: on loopback, restarted with back-off, ended with the host.</summary>
public interface IChildProcesses
{
    /// <summary>Starts one.</summary>
    IChildProcess Start(ChildProcessStart start);
}
