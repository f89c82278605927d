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
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new DeploymentException($"Port {wanted} on 127.0.0.1 is taken, perhaps by another local AWS. End that, or choose another: npm start -- --port {wanted + 34}");
        }
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Keeps other hosts away from the state until it is disposed of, or this process ends.</summary>
    public static IDisposable Own(StateFolder state)
    {
        try
        {
            return new FileStream(state["lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new DeploymentException($"Another local AWS works with {state.Path}. End that, or give this one a folder of its own: --state FOLDER");
        }
    }
}
