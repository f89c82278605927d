using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Iam;

namespace CognitoStack.Assurance.Access;

/// <summary>Puts one subject's questions: the request as the service would see it, and what the environment file means.</summary>
internal sealed class Asker(Intent intent, Deployment deployment, Interrogation interrogation, Subject subject, Session session)
{
    public void Object(DeployedBucket bucket, ObjectPlace place, string action)
    {
        var resource = $"{bucket.Resource.Arn}/{place.Key}";
        var question = Question(action, resource, bucket.Resource.LogicalId, bucket.Policy, bucket.RestrictsPublic);
        var expected = Expected(place, action);
        var draft = Draft(place, action, resource, expected);
        if (bucket.KeyArn is { } key && action is "s3:GetObject" or "s3:PutObject")
            interrogation.Ask(draft, question, KeyUse(bucket.KeyArn!, action));
        else
            interrogation.Ask(draft, question);
        if (expected && place.Owner is not null)
            AskUnsafely(draft, question);
    }

    public void Listing(DeployedBucket bucket, ListingPlace place, string action)
    {
        var question = Question(action, bucket.Resource.Arn, bucket.Resource.LogicalId, bucket.Policy, bucket.RestrictsPublic);
        if (place.Prefix is not null)
            question.Context["s3:prefix"] = place.Prefix;
        var expected = Expected(place, action);
        var draft = Draft(place, action, $"{bucket.Resource.Arn}?prefix={place.Prefix ?? "(none)"}", expected);
        interrogation.Ask(draft, question);
        if (expected && place.Owner is not null)
            AskUnsafely(draft, question);
    }

    public void Items(DeployedTable table, ItemsPlace place, string action)
    {
        var question = Question(action, table.Resource.Arn, table.Resource.LogicalId, table.Policy);
        if (place.LeadingKeys is { } keys)
            question.Context["dynamodb:LeadingKeys"] = new JsonArray([.. keys.Select(k => (JsonNode?)k)]);
        var expected = Expected(place, action);
        var draft = Draft(
            place,
            action,
            $"{table.Resource.Arn} [{(place.LeadingKeys is null ? "no leading key" : string.Join(", ", place.LeadingKeys))}]",
            expected
        );
        interrogation.Ask(draft, question);
        if (expected && place.Owner is not null)
            AskWithoutTls(draft, question);
    }

    public void Resource(ResourcePlace place, string action, string owner, JsonObject? policy) =>
        interrogation.Ask(Draft(place, action, place.Arn, false), Question(action, place.Arn, owner, policy));

    /// <summary>An encrypted object needs its key too, and S3 asks for it in the caller's name.</summary>
    private Question KeyUse(string keyArn, string action)
    {
        var use = Question(action == "s3:GetObject" ? "kms:Decrypt" : "kms:GenerateDataKey", keyArn, keyArn, deployment.KeyPolicy(keyArn));
        use.Context["kms:ViaService"] = $"s3.{deployment.Templates.Region}.amazonaws.com";
        use.Context["kms:CallerAccount"] = deployment.Templates.Account;
        return use;
    }

    /// <summary>What is allowed must still be refused over a line that others can read, and in another's bucket that has taken the name.</summary>
    private void AskUnsafely(Decision draft, Question question)
    {
        var elsewhere = question.Context.DeepClone().AsObject();
        elsewhere["aws:ResourceAccount"] = Session.StrangersAccount;
        interrogation.Ask(
            draft with
            {
                Expected = false,
                Label = $"{draft.Label}, in another account's bucket of that name",
            },
            question.In(elsewhere)
        );
        AskWithoutTls(draft, question);
        var old = question.Context.DeepClone().AsObject();
        old["s3:TlsVersion"] = "1.1";
        interrogation.Ask(draft with { Expected = false, Label = $"{draft.Label}, over TLS 1.1" }, question.In(old));
    }

    private void AskWithoutTls(Decision draft, Question question)
    {
        var context = question.Context.DeepClone().AsObject();
        context["aws:SecureTransport"] = "false";
        context.Remove("s3:TlsVersion");
        interrogation.Ask(draft with { Expected = false, Label = $"{draft.Label}, without TLS" }, question.In(context));
    }

    private bool Expected(Place place, string action) => subject.Role is { } role && intent.Allows(role, subject.Person, action, place);

    private Decision Draft(Place place, string action, string resource, bool expected) =>
        new()
        {
            Subject = subject.Name,
            Role = subject.Role,
            Action = action,
            Container = place.Container,
            Label = place.Label,
            Whose =
                place.Owner is null ? string.Empty
                : place.Owner == subject.Person.Name ? "own"
                : "another's",
            Resource = resource,
            Expected = expected,
            Allowed = false,
        };

    private Question Question(string action, string resource, string owner, JsonObject? policy, bool restrictsPublic = false)
    {
        var context = new JsonObject { ["aws:SecureTransport"] = "true" };
        if (action.StartsWith("s3:", StringComparison.Ordinal))
            context["s3:TlsVersion"] = "1.3";
        context["aws:ResourceAccount"] = deployment.Templates.Account;
        foreach (var (tag, value) in session.Tags)
            context[$"aws:PrincipalTag/{tag}"] = value;
        return new()
        {
            Principal = session.Principal,
            Action = action,
            Resource = resource,
            Account = deployment.Templates.Account,
            Context = context,
            Identity = session.Policies,
            Session = session.CutDownBy,
            ResourcePolicy = policy is null ? null : interrogation.Policy($"policy of {owner}", policy),
            RestrictsPublic = restrictsPublic,
        };
    }
}
