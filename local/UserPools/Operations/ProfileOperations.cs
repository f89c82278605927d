using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People who are signed in read and change their own data.</summary>
internal sealed class ProfileOperations(TokenReader tokens, Users users, AttributeChanges changes, Codes codes) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["GetUser"] = GetUserAsync,
            ["UpdateUserAttributes"] = UpdateUserAttributesAsync,
            ["DeleteUserAttributes"] = DeleteUserAttributesAsync,
            ["GetUserAttributeVerificationCode"] = GetUserAttributeVerificationCodeAsync,
            ["VerifyUserAttribute"] = VerifyUserAttributeAsync,
            ["DeleteUser"] = DeleteUserAsync,
        };

    private async Task<JsonObject> GetUserAsync(Call call)
    {
        var bearer = await BearerAsync(call);
        return new JsonObject
        {
            ["Username"] = bearer.User.Username,
            ["UserAttributes"] = UserJson.Attributes(bearer.User.AllAttributes().Where(a => bearer.Client.MayRead(a.Key))),
        }.WithMfa(bearer.User);
    }

    private async Task<JsonObject> UpdateUserAttributesAsync(Call call)
    {
        var bearer = await BearerAsync(call);
        var values = call.Attributes("UserAttributes");
        AttributeRights.CheckWrite(bearer.Client, values.Keys);
        return new() { ["CodeDeliveryDetailsList"] = await changes.ChangeAsync(ScopeOf(bearer, call), bearer.User, values, call.Cancel) };
    }

    private async Task<JsonObject> DeleteUserAttributesAsync(Call call)
    {
        var bearer = await BearerAsync(call);
        var names = call.Texts("UserAttributeNames");
        AttributeRights.CheckWrite(bearer.Client, names);
        await changes.ChangeAsync(ScopeOf(bearer, call), bearer.User, names.Distinct().ToDictionary(n => n, _ => ""), call.Cancel);
        return [];
    }

    private async Task<JsonObject> GetUserAttributeVerificationCodeAsync(Call call)
    {
        var bearer = await BearerAsync(call);
        var attribute = AddressAttribute(call);
        var address =
            bearer.User.Unproven.GetValueOrDefault(attribute)
            ?? bearer.User[attribute]
            ?? throw Error.InvalidParameter($"The user has no {attribute} to verify.");
        var details = await codes.SendAsync(
            ScopeOf(bearer, call),
            bearer.User,
            Codes.ForAttribute(attribute),
            new(attribute, address),
            "CustomMessage_VerifyUserAttribute",
            call.Cancel
        );
        return new() { ["CodeDeliveryDetails"] = details };
    }

    private async Task<JsonObject> VerifyUserAttributeAsync(Call call)
    {
        var bearer = await BearerAsync(call);
        var purpose = Codes.ForAttribute(AddressAttribute(call));
        // Who is signed in may be told that no code was sent.
        var scope = ScopeOf(bearer, call) with
        {
            Client = null,
        };
        var code = await codes.CheckAsync(scope, bearer.User, bearer.User.Username, purpose, call.Required("Code"));
        await users.ChangeAsync(
            bearer.Pool,
            bearer.User,
            current => AttributeChanges.Prove(current, code),
            sql => sql.UseCode(bearer.User, purpose, code)
        );
        return [];
    }

    private async Task<JsonObject> DeleteUserAsync(Call call)
    {
        await users.DeleteAsync((await BearerAsync(call)).User);
        return [];
    }

    private Task<Bearer> BearerAsync(Call call) => tokens.ReadAccessTokenAsync(call.Required("AccessToken"));

    private static Scope ScopeOf(Bearer bearer, Call call) => new(bearer.Pool, bearer.Client, call.ClientMetadata);

    private static string AddressAttribute(Call call) =>
        call.Required("AttributeName") is Delivery.Email or Delivery.PhoneNumber
            ? call.Required("AttributeName")
            : throw Error.InvalidParameter($"{call.Required("AttributeName")} is not an attribute that can be verified.");
}
