using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment.Coverage;
using CognitoStack.Local.Deployment.Names;

namespace CognitoStack.Local.Deployment.Templates;

/// <summary>Resolves every resource and output of an assembly, each once, after what it refers to. So resources come in an order in which they can be made.</summary>
internal sealed class References
{
    private readonly CloudAssembly assembly;
    private readonly PhysicalNames names;
    private readonly LocalSecrets secrets;
    private readonly Supports supports;
    private readonly Intrinsics intrinsics;
    private readonly Dictionary<string, StackTemplate> stacks;
    private readonly Dictionary<string, Conditions> conditions;
    private readonly Dictionary<(string Stack, string Id), Resource?> resolved = [];
    private readonly List<Resource> resources = [];
    private readonly List<Omission> omissions = [];
    private readonly List<string> underWay = [];

    public References(CloudAssembly assembly, PhysicalNames names, LocalSecrets secrets, Supports supports)
    {
        (this.assembly, this.names, this.secrets, this.supports) = (assembly, names, secrets, supports);
        intrinsics = new(this);
        stacks = assembly.Stacks.ToDictionary(s => s.Name);
        conditions = assembly.Stacks.ToDictionary(s => s.Name, s => new Conditions(s.Name, s.Template["Conditions"]?.AsObject(), intrinsics));
    }

    public string Region => assembly.Region;

    /// <summary>Resolves everything.</summary>
    public Deployed ResolveAll()
    {
        var outputs = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var (name, template) in assembly.Stacks)
        {
            if (template["Transform"] is { } transform && transform.ToString() != "AWS::LanguageExtensions")
                throw new Place(name, "Transform").Error($"{transform.ToJsonString()} is run by CloudFormation alone.");
            foreach (var (id, _) in template["Resources"]!.AsObject()) Find(name, id);
            outputs[name] = OutputsOf(name, template);
        }
        return new(assembly.Account, assembly.Region, resources, outputs) { Omissions = omissions };
    }

    public JsonNode? Ref(Place at, string id) => id switch
    {
        "AWS::Partition" => "aws",
        "AWS::Region" => assembly.Region,
        "AWS::AccountId" => assembly.Account,
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => at.Stack,
        "AWS::StackId" => names.StackId(at.Stack),
        "AWS::NotificationARNs" => new JsonArray(),
        "AWS::NoValue" => null,
        _ when stacks[at.Stack].Template["Parameters"]?[id] is JsonObject parameter => Parameter(at, id, parameter),
        _ => Existing(at, id).Name,
    };

    public string Attribute(Place at, string id, string attribute)
    {
        var resource = Existing(at, id);
        if (attribute == "Arn" && resource.Arn.Length > 0) return resource.Arn;
        return resource.Attributes.GetValueOrDefault(attribute) ?? throw new UnavailableException($"{resource.Type} has no attribute {attribute} here (Fn::GetAtt of {id})");
    }

    public bool Condition(Place at, string name) => conditions[at.Stack].Holds(at, name);

    public JsonNode? Mapping(Place at, string name) => stacks[at.Stack].Template["Mappings"]?[name];

    public string Output(Place at, string stack, string name) =>
        stacks.GetValueOrDefault(stack)?.Template["Outputs"]?[name] is JsonObject output && IsMade(OutputPlace(stack, name), output)
            ? OutputValue(stack, name, output)
            : throw at.Error($"Fn::GetStackOutput: {(stacks.ContainsKey(stack) ? $"the stack {stack} has no output {name}" : $"there is no stack {stack} beside it")}.");

    public string Import(Place at, string export)
    {
        foreach (var (stack, template) in assembly.Stacks)
            foreach (var (name, output) in template["Outputs"]?.AsObject() ?? [])
                if (output?["Export"]?["Name"] is { } given && intrinsics.Text(OutputPlace(stack, name), "Export", given) == export && IsMade(OutputPlace(stack, name), output.AsObject()))
                    return OutputValue(stack, name, output.AsObject());
        throw at.Error($"Fn::ImportValue: No export named {export} found.");
    }

    private Dictionary<string, string> OutputsOf(string stack, JsonObject template)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, output) in template["Outputs"]?.AsObject() ?? [])
        {
            if (!IsMade(OutputPlace(stack, name), output!.AsObject())) continue;
            try
            {
                values[name] = OutputValue(stack, name, output.AsObject());
            }
            catch (UnavailableException e)
            {
                omissions.Add(new(stack, name, nameof(Output), "Value", e.Message));
            }
        }
        return values;
    }

    private string OutputValue(string stack, string name, JsonObject output) =>
        InOrder($"{stack}/Outputs.{name}", OutputPlace(stack, name), () => intrinsics.Text(OutputPlace(stack, name), "an output", output["Value"]));

    private Resource Existing(Place at, string id) => Find(at.Stack, id)
        ?? throw at.Error($"{id} is referred to, and {(stacks[at.Stack].Template["Resources"]![id] is null ? "neither a resource nor a parameter has that name" : "its condition leaves it out")}.");

    /// <summary>Resolves a resource and all that it refers to; null where there is none, or none is made.</summary>
    private Resource? Find(string stack, string id)
    {
        if (resolved.TryGetValue((stack, id), out var known)) return known;
        if (stacks[stack].Template["Resources"]![id] is not JsonObject raw) return null;
        var at = new Place(stack, id);
        var resource = InOrder($"{stack}/{id}", at, () => IsMade(at, raw) ? Make(at, id, raw) : null);
        if (resource is not null) resources.Add(resource);
        return resolved[(stack, id)] = resource;
    }

    private Resource Make(Place at, string id, JsonObject raw)
    {
        var type = raw["Type"]!.ToString();
        foreach (var earlier in raw["DependsOn"] is JsonArray many ? many.Select(d => d!.ToString()) : raw["DependsOn"] is { } one ? [one.ToString()] : [])
            _ = Find(at.Stack, earlier);
        var properties = new JsonObject();
        foreach (var (name, value) in raw["Properties"]?.AsObject() ?? [])
        {
            try
            {
                var place = at with { Where = $"{id}.{name}" };
                var text = intrinsics.Resolve(place, value);
                if (secrets.Resolve(place, text, p => ParameterValue(place, p)) is { } result) properties[name] = result;
            }
            catch (UnavailableException e)
            {
                if (supports.Honours(type, name)) throw at.Error($"{name}: {e.Message}.");
                omissions.Add(new(at.Stack, id, type, name, e.Message));
            }
        }
        return names.Name(at, id, type, properties);
    }

    /// <summary>CloudFormation makes a resource after all that it refers to, so a circle of whole resources cannot be made.</summary>
    private T InOrder<T>(string what, Place at, Func<T> resolve)
    {
        var start = underWay.IndexOf(what);
        if (start >= 0) throw at.Error($"circular reference: {string.Join(" → ", underWay.Skip(start).Append(what))}.");
        underWay.Add(what);
        try
        {
            return resolve();
        }
        finally
        {
            underWay.RemoveAt(underWay.Count - 1);
        }
    }

    private bool IsMade(Place at, JsonObject conditional) => conditional[nameof(Condition)] is not { } name || Condition(at, name.ToString());

    private JsonNode Parameter(Place at, string id, JsonObject parameter)
    {
        if (parameter["Default"] is not { } given)
            throw at.Error($"the parameter {id} has no default, and nobody is asked for parameters here. Give it a default.");
        var type = parameter["Type"]?.ToString() ?? "String";
        var text = given.ToString();
        if (type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal))
            text = secrets.Find(text) ?? ParameterValue(at, text) ?? throw secrets.Missing("SSM parameter", text);
        return type.Contains("List<", StringComparison.Ordinal) || type == "CommaDelimitedList" ? new JsonArray([.. text.Split(',').Select(i => (JsonNode)i.Trim())]) : text;
    }

    /// <summary>Value of an SSM parameter that a template makes.</summary>
    private string? ParameterValue(Place at, string name)
    {
        foreach (var (stack, template) in assembly.Stacks)
            foreach (var (id, raw) in template["Resources"]!.AsObject())
                if (raw!["Type"]!.ToString() == "AWS::SSM::Parameter" && raw["Properties"]?["Name"] is { } given && intrinsics.Resolve(at with { Stack = stack }, given)?.ToString() == name && Find(stack, id) is { } resource)
                    return resource.Text("Value");
        return null;
    }

    private static Place OutputPlace(string stack, string name) => new(stack, $"Outputs.{name}");
}
