using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local;

/// <summary>What only one host at a time can have.</summary>
internal static class Listening
{
    private const int Tries = 100;

    /// <summary>The loopback addresses of this machine; a container may have no IPv6.</summary>
    public static IReadOnlyList<IPAddress> Addresses { get; } =
        HasIPv6() ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    /// <summary>The port, or for 0 one that is free on every address. Asked before anything is started, so that a taken one costs nothing.</summary>
    /// <param name="wanted">The port.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="but">One that is spoken for.</param>
    public static int Port(int wanted, string option = "--port", int? but = null)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var port = Addresses.Aggregate(wanted, (port, address) => Take(address, port, option));
                if (wanted != 0 || port != but)
                    return port;
            }
            catch (DeploymentException) when (wanted == 0 && tries < Tries)
            {
                // Somebody has it on the other address.
            }
        }
    }

    /// <summary>Why a port cannot be had, and the way out.</summary>
    internal static string WhyNot(int port, SocketError error, string address = "127.0.0.1", string option = "--port") =>
        error switch
        {
            SocketError.AddressAlreadyInUse =>
                $"Port {port} on {address} is taken, perhaps by another local AWS. End that, or take a free one: npm start -- {option} 0",
            SocketError.AccessDenied =>
                $"Port {port} on {address} is only for the administrator of this machine. Choose one above 1023, or take a free one: npm start -- {option} 0",
            _ => $"Port {port} on {address} cannot be listened on ({error}). Take a free one: npm start -- {option} 0",
        };

    /// <summary>The file that says that the state is somebody's, and the one that says whose. Nobody reads a locked file.</summary>
    public const string Lock = "lock",
        Owner = "port";

    /// <summary>Keeps other hosts away from the state until it is disposed of, or this process ends.</summary>
    public static IDisposable Own(StateFolder state, int port)
    {
        try
        {
            var owned = new FileStream(
                state[Lock],
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
            File.WriteAllText(state[Owner], $"{port}");
            return owned;
        }
        catch (IOException)
        {
            var (at, itsPort) = OwnersPort(state[Owner]) is { } its
                ? ($" on port {its}", $"deploy to it: npm start -- --port {its}")
                : (string.Empty, "name its port: npm start then deploys to it");
            throw new DeploymentException(
                $"Another local AWS{at} works with {state.Path}. End that (Ctrl-C in its terminal), or {itsPort}"
            );
        }
    }

    private static int Take(IPAddress address, int port, string option)
    {
        using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new DeploymentException(WhyNot(port, e.SocketErrorCode, address.ToString(), option));
        }
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool HasIPv6()
    {
        if (!Socket.OSSupportsIPv6)
            return false;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int? OwnersPort(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : null;
}
