using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Reads key condition expressions: which attributes must equal which values. What it does not understand it refuses, since the store might understand it otherwise.</summary>
internal sealed class KeyCondition
{
    private readonly List<string> tokens;
    private readonly JsonObject? names;
    private readonly JsonObject? values;
    private readonly List<(string Attribute, JsonNode? Value)> conditions = [];
    private int at;

    private KeyCondition(string expression, JsonObject? names, JsonObject? values) =>
        (tokens, this.names, this.values) = (Expression.Tokens(expression), names, values);

    /// <summary>Each condition's attribute, and the value that it must equal; null where the condition is another one.</summary>
    /// <exception cref="AwsException"><c>ValidationException</c>.</exception>
    public static IReadOnlyList<(string Attribute, JsonNode? Value)> Read(string expression, JsonObject? names, JsonObject? values)
    {
        var reader = new KeyCondition(expression, names, values);
        reader.Conjunction();
        if (reader.at < reader.tokens.Count)
            throw reader.Unexpected();
        return reader.conditions;
    }

    private void Conjunction()
    {
        Condition();
        while (Next("AND"))
            Condition();
    }

    private void Condition()
    {
        if (Next("("))
        {
            Conjunction();
            Require(")");
        }
        else if (Current is "begins_with")
        {
            at++;
            Require("(");
            var attribute = Name();
            Require(",");
            Value();
            Require(")");
            conditions.Add((attribute, null));
        }
        else
        {
            Comparison();
        }
    }

    private void Comparison()
    {
        var isTurned = Current.StartsWith(':');
        var value = isTurned ? Value() : null;
        var attribute = isTurned ? string.Empty : Name();
        if (!isTurned && Next("BETWEEN"))
        {
            Value();
            Require("AND");
            Value();
            conditions.Add((attribute, null));
            return;
        }

        var comparator = Current is "=" or "<" or ">" or "<=" or ">=" ? tokens[at++] : throw Unexpected();
        if (isTurned)
            attribute = Name();
        else
            value = Value();
        conditions.Add((attribute, comparator == "=" ? value : null));
    }

    private string Current => at < tokens.Count ? tokens[at] : string.Empty;

    private bool Next(string token)
    {
        var isNext = Current.Equals(token, StringComparison.OrdinalIgnoreCase);
        if (isNext)
            at++;
        return isNext;
    }

    private void Require(string token)
    {
        if (!Next(token))
            throw Unexpected();
    }

    private string Name() =>
        Current.Length > 0 && Expression.IsName(Current) ? Expression.Resolve(tokens[at++], names) : throw Unexpected();

    private JsonNode Value()
    {
        if (!Current.StartsWith(':'))
            throw Unexpected();
        return values?[tokens[at++]]
            ?? throw Expression.Invalid(
                $"An expression attribute value used in expression is not defined; attribute value: {tokens[at - 1]}"
            );
    }

    private AwsException Unexpected() =>
        new(
            "ValidationException",
            $"Invalid KeyConditionExpression: Syntax error; token: \"{(Current.Length > 0 ? Current : "<EOF>")}\", near: \"{string.Join(' ', tokens.Skip(Math.Max(0, at - 1)).Take(3))}\""
        );
}
