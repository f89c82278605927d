using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>A message on its way through the browser.</summary>
/// <param name="Id">What an answer to it names.</param>
/// <param name="Location">Where the browser goes, or posts <paramref name="Form"/>.</param>
/// <param name="Form">The fields; empty where the message is in the address.</param>
public sealed record SamlMessage(string Id, Uri Location, ImmutableDictionary<string, string> Form)
{
    /// <summary>An ID that nobody guesses; XML wants no digit first.</summary>
    public static string NewId() => $"_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))}";

    /// <summary>A time, as SAML writes it.</summary>
    public static string Time(DateTimeOffset time) => XmlConvert.ToString(time.UtcDateTime, "yyyy-MM-ddTHH:mm:ss.fffZ");

    /// <summary>A message in the address, where the receiver takes such, else in a form.</summary>
    /// <param name="addresses">Of the receiver, by binding.</param>
    /// <param name="parameter"><see cref="SamlNames.Request"/> or <see cref="SamlNames.Response"/>.</param>
    /// <param name="message">Makes it for the address that was chosen.</param>
    /// <param name="relayState">Comes back with the answer.</param>
    /// <param name="signer">Null: it is not signed.</param>
    public static SamlMessage To(
        IReadOnlyDictionary<string, Uri> addresses,
        string parameter,
        Func<Uri, XmlDocument> message,
        string? relayState,
        X509Certificate2? signer
    )
    {
        if (addresses.TryGetValue(SamlNames.Redirect, out var redirect))
        {
            var root = message(redirect).DocumentElement!;
            return new(
                root.GetAttribute("ID"),
                RedirectBinding.Address(redirect, parameter, root.OuterXml, relayState, signer),
                ImmutableDictionary<string, string>.Empty
            );
        }
        var form = addresses[SamlNames.Post];
        var posted = message(form).DocumentElement!;
        if (signer is not null)
            SamlSignature.Sign(posted, signer);
        return Posted(form, parameter, posted, relayState);
    }

    /// <summary>A message in a form.</summary>
    public static SamlMessage Posted(Uri to, string parameter, XmlElement message, string? relayState)
    {
        var form = ImmutableDictionary<string, string>.Empty.Add(
            parameter,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(message.OuterXml))
        );
        return new(message.GetAttribute("ID"), to, relayState is null ? form : form.Add(SamlNames.RelayState, relayState));
    }
}
