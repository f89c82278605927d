using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>Which attributes users may change themselves.</summary>
internal static class AttributeRights
{
    private static readonly HashSet<string> Cognitos = ["sub", "identities", "email_verified", "phone_number_verified"];

    /// <summary>Refuses what the app client may not write; that an address is verified nobody says of himself.</summary>
    public static void CheckWrite(AppClient client, IEnumerable<string> names)
    {
        if (names.Any(name => Cognitos.Contains(name) || !client.WriteAttributes.Contains(name)))
            throw Error.NotAuthorized("A client attempted to write unauthorized attribute");
    }
}
