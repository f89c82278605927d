using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CognitoStack.Local.Http;

/// <summary>Headers are bytes to HTTP: a value that is none of ASCII is kept here as Latin-1 has it, and goes out byte for byte as it came in.</summary>
internal static class HeaderBytes
{
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    public static void KeepHeaderBytes(this KestrelServerOptions kestrel)
    {
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
    }

    /// <summary>What the sender meant: UTF-8 where the bytes are such.</summary>
    public static string Text(string value)
    {
        if (Ascii.IsValid(value))
            return value;
        try
        {
            return value.All(c => c <= 0xFF) ? Strict.GetString(Encoding.Latin1.GetBytes(value)) : value;
        }
        catch (DecoderFallbackException)
        {
            return value;
        }
    }

    /// <summary>A text as the header of it would be.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
