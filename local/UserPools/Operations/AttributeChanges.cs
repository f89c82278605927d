using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Changes of attributes, by users and administrators: a new address counts for nothing until a code proves it.</summary>
internal sealed class AttributeChanges(Users users, Database database, Codes codes)
{
    private static readonly string[] Addresses = [Delivery.Email, Delivery.PhoneNumber];

    /// <returns>Where codes were sent: <c>CodeDeliveryDetailsList</c>.</returns>
    public async Task<JsonArray> ChangeAsync(Scope scope, User user, Dictionary<string, string> values, CancellationToken cancel)
    {
        var pool = scope.Pool;
        pool.Schema.Check(values);
        pool.Schema.CheckMutable(user.Attributes, values.Keys);
        if (values.FirstOrDefault(v => v.Value.Length == 0 && pool.Schema.Required.Contains(v.Key)) is { Key: { } required })
            throw Error.InvalidParameter($"Attributes did not conform to the schema: {required}: The attribute is required\n");

        var changed = Addresses.Where(a => values.TryGetValue(a, out var value) && value != user[a]).ToList();
        var isVouchedFor = changed.ToDictionary(a => a, a => values.GetValueOrDefault($"{a}_verified") == "true");
        var waiting = changed.Where(a => values[a].Length > 0 && !isVouchedFor[a] && pool.VerifiedBeforeUpdate.Contains(a)).ToList();
        CheckFree(scope, waiting, values);
        await users.ChangeAsync(pool, user, current => Apply(current, values, changed, waiting));

        var sent = new JsonArray();
        foreach (
            var attribute in changed.Where(a =>
                values[a].Length > 0 && !isVouchedFor[a] && (waiting.Contains(a) || pool.AutoVerifiedAttributes.Contains(a))
            )
        )
            sent.Add(
                await codes.SendAsync(
                    scope,
                    user,
                    Codes.ForAttribute(attribute),
                    new(attribute, values[attribute]),
                    "CustomMessage_UpdateUserAttribute",
                    cancel
                )
            );
        return sent;
    }

    /// <summary>Takes what a code proves: the new address, or the one that is there.</summary>
    public static User Prove(User user, SentCode code)
    {
        var isNew = user.Unproven.GetValueOrDefault(code.Attribute) == code.Address;
        if (!isNew && user[code.Attribute] != code.Address)
            throw Error.ExpiredCode();
        return user.With([
            KeyValuePair.Create(code.Attribute, code.Address),
            KeyValuePair.Create($"{code.Attribute}_verified", "true"),
        ]) with
        {
            Unproven = user.Unproven.Remove(code.Attribute),
        };
    }

    private static User Apply(User user, Dictionary<string, string> values, List<string> changed, List<string> waiting)
    {
        var now = values
            .Where(v => !waiting.Contains(v.Key) && !waiting.Contains(v.Key.Replace("_verified", "", StringComparison.Ordinal)))
            .ToDictionary();
        foreach (var attribute in changed.Except(waiting).Where(a => !values.ContainsKey($"{a}_verified")))
            now[$"{attribute}_verified"] = values[attribute].Length > 0 ? "false" : "";
        return user.With(now) with
        {
            Unproven = user.Unproven.RemoveRange(changed).AddRange(waiting.Select(a => KeyValuePair.Create(a, values[a]))),
        };
    }

    private void CheckFree(Scope scope, List<string> attributes, Dictionary<string, string> values)
    {
        var pool = scope.Pool;
        if (
            attributes
                .Where(pool.UsernameAttributes.Union(pool.AliasAttributes).Contains)
                .FirstOrDefault(a => database.Read(sql => sql.HasAlias(pool, a, values[a]))) is
            { } taken
        )
            throw new AwsException("AliasExistsException", $"An account with the given {taken} already exists.");
    }
}
