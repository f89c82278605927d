using System.Globalization;

namespace CognitoStack.Local.Functions;

/// <summary>Who is at the other end of a connection on this machine, as Linux tells it: an address and a port can be anybody's, a process is one.</summary>
/// <remarks>Source: Linux man-pages, proc_net(5), proc_pid_fd(5) and proc_pid_stat(5).</remarks>
internal static class LoopbackPeer
{
    private const int LocalAddress = 1,
        RemoteAddress = 2,
        Inode = 9;
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Whether this machine can tell.</summary>
    public static bool IsKnown { get; } = OperatingSystem.IsLinux() && File.Exists(Tables[0]);

    /// <summary>Whether a process, or one that it has started, holds the client's end of a connection.</summary>
    /// <param name="process">ID of the process.</param>
    /// <param name="port">Port of the client's end.</param>
    /// <param name="serverPort">Port of the server's end.</param>
    public static bool IsOf(int process, int port, int serverPort)
    {
        var sockets = Sockets(port, serverPort).Select(inode => $"socket:[{inode}]").ToHashSet();
        return sockets.Count > 0 && (Holds(process, sockets) || Descendants(process).Any(child => Holds(child, sockets)));
    }

    /// <summary>A client may have made an IPv6 socket of it.</summary>
    private static IEnumerable<string> Sockets(int port, int serverPort) =>
        from file in Tables
        where File.Exists(file)
        from line in File.ReadLines(file).Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where
            fields.Length > Inode
            && PortOf(fields[LocalAddress]) == port
            && PortOf(fields[RemoteAddress]) == serverPort
            && fields[Inode] != "0"
        select fields[Inode];

    private static int PortOf(string address) =>
        int.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            ? port
            : -1;

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process}/fd")
                .EnumerateFileSystemInfos()
                .Any(fd => fd.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return false;
        }
    }

    private static List<int> Descendants(int process)
    {
        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .ToLookup(ParentOf);
        var found = new List<int>(children[process]);
        for (var i = 0; i < found.Count; i++)
            found.AddRange(children[found[i]]);
        return found;
    }

    private static int ParentOf(int process)
    {
        try
        {
            // The name of the program stands in parentheses, and may hold anything.
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
