using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Messages;

/// <summary>Where a message goes.</summary>
/// <param name="Attribute"><c>email</c> or <c>phone_number</c>.</param>
/// <param name="Address">The whole address.</param>
internal sealed record Delivery(string Attribute, string Address)
{
    public const string Email = "email";
    public const string PhoneNumber = "phone_number";

    /// <summary>Where a message to somebody of this name would seem to go.</summary>
    public static Delivery Of(string name) => new(AttributeDefinition.IsPhoneNumber(name) ? PhoneNumber : Email, name);

    public string Medium => Attribute == PhoneNumber ? "SMS" : "EMAIL";

    /// <summary>In the form of <c>CodeDeliveryDetails</c>, which tells the address only to who knows it.</summary>
    public JsonObject Details() =>
        new()
        {
            ["AttributeName"] = Attribute,
            ["DeliveryMedium"] = Medium,
            ["Destination"] = Attribute == PhoneNumber ? MaskedPhone : MaskedEmail,
        };

    /// <summary>In the form of a challenge's parameters.</summary>
    public JsonObject ChallengeParameters() =>
        new() { ["CODE_DELIVERY_DELIVERY_MEDIUM"] = Medium, ["CODE_DELIVERY_DESTINATION"] = Details()["Destination"]!.ToString() };

    private string MaskedPhone => $"+*******{Address[^Math.Min(4, Address.Length)..]}";

    private string MaskedEmail
    {
        get
        {
            var at = Address.IndexOf('@');
            return $"{Address[0]}***@{(at >= 0 && at + 1 < Address.Length ? Address[at + 1] : 'e')}***";
        }
    }
}
