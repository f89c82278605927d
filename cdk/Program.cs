using CognitoStack.App;

// The app works on every Node that the README names; jsii's own banner would bury the output.
System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,21,23");

// jsii reads every type of the CDK's library when it first converts an object: they are loaded beside the start of its Node process.
_ = Task.Run(typeof(Amazon.CDK.App).Assembly.GetTypes);
if (args is not ["--serve"])
    return await AppRun.Synthesize();
await KeptApp.Serve(Console.In, Console.Out);
return 0;
