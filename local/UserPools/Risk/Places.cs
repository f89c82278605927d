using System.Net;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>A place on Earth, in a country with its ISO 3166 code.</summary>
internal sealed record Place(string City, string Country, string Code, double Latitude, double Longitude)
{
    private const double EarthRadius = 6371;

    /// <summary>The way to another place over the ground, in kilometres.</summary>
    public double KilometresTo(Place other)
    {
        var (a, b) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var half =
            Square(Math.Sin((b - a) / 2))
            + (Math.Cos(a) * Math.Cos(b) * Square(Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2)));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    private static double Square(double value) => value * value;
}

/// <summary>Where addresses are. Only those for documentation have a place here (RFC 5737, RFC 3849): the others are the affair of a database that is not.</summary>
internal static class Places
{
    private static readonly (IPNetwork Range, Place Place)[] Known =
    [
        (IPNetwork.Parse("192.0.2.0/24"), new("Seattle", "United States", "US", 47.61, -122.33)),
        (IPNetwork.Parse("198.51.100.0/24"), new("Frankfurt am Main", "Germany", "DE", 50.11, 8.68)),
        (IPNetwork.Parse("203.0.113.0/24"), new("Sydney", "Australia", "AU", -33.87, 151.21)),
        (IPNetwork.Parse("2001:db8:1::/48"), new("Dublin", "Ireland", "IE", 53.35, -6.26)),
        (IPNetwork.Parse("2001:db8::/32"), new("Tokyo", "Japan", "JP", 35.68, 139.69)),
    ];

    /// <summary>The place of an address; null where nobody knows.</summary>
    public static Place? Of(string address) =>
        IPAddress.TryParse(address, out var parsed)
            ? Known.Where(k => k.Range.Contains(parsed)).Select(k => k.Place).FirstOrDefault()
            : null;
}
