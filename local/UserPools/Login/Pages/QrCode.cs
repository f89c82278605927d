using System.Text;
using CognitoStack.Local.UserPools.Settings;
using QRCoder;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>The picture from which an authenticator app takes a user's key.</summary>
internal static class QrCode
{
    public static ImageView Of(UserPool pool, string name, string secret, string alternative)
    {
        var issuer = pool.Resource.Text("UserPoolName") ?? pool.Id;
        var address =
            $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}";
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return new(
            $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg.GetGraphic(5)))}",
            Alternative: alternative
        );
    }
}
