// Upstairs the SDK's implicit usings say this for the files that are shared.
global using System;
