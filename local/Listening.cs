using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local;

/// <summary>What only one host at a time can have.</summary>
internal static class Listening
{
    /// <summary>The port, or a free one for 0. Asked before anything is started, so that a taken one costs nothing.</summary>
    public static int Port(int wanted)
    {
        using var listener = new TcpListener(IPAddress.Loopback, wanted) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new DeploymentException(WhyNot(wanted, e.SocketErrorCode));
        }
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Why a port cannot be had, and the way out.</summary>
    internal static string WhyNot(int port, SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => $"Port {port} on 127.0.0.1 is taken, perhaps by another local AWS. End that, or take a free one: npm start -- --port 0",
        SocketError.AccessDenied => $"Port {port} on 127.0.0.1 is only for the administrator of this machine. Choose one above 1023, or take a free one: npm start -- --port 0",
        _ => $"Port {port} on 127.0.0.1 cannot be listened on ({error}). Take a free one: npm start -- --port 0",
    };

    /// <summary>The file that says that the state is somebody's, and the one that says whose. Nobody reads a locked file.</summary>
    public const string Lock = "lock", Owner = "port";

    /// <summary>Keeps other hosts away from the state until it is disposed of, or this process ends.</summary>
    public static IDisposable Own(StateFolder state, int port)
    {
        try
        {
            var owned = new FileStream(state[Lock], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            File.WriteAllText(state[Owner], $"{port}");
            return owned;
        }
        catch (IOException)
        {
            var (at, itsPort) = OwnersPort(state[Owner]) is { } its ? ($" on port {its}", $"deploy to it: npm start -- --port {its}") : (string.Empty, "name its port: npm start then deploys to it");
            throw new DeploymentException($"Another local AWS{at} works with {state.Path}. End that (Ctrl-C in its terminal), or {itsPort}");
        }
    }

    private static int? OwnersPort(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
