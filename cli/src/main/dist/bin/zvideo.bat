@echo off
rem Starts zvideo. Java options: ZVIDEO_JAVA_OPTS. Says the same as the script for sh beside it, as far as it means anything on Windows.
rem Names may hold an exclamation mark, which delayed expansion would take away.
setlocal DisableDelayedExpansion
for %%I in ("%~dp0..") do set "ZVIDEO_HOME=%%~fI"

rem What goes wrong comes back as one line of our own; the libraries stay silent.
if not defined SVT_LOG set "SVT_LOG=0"
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"

rem Results have the same bits only where the libraries choose the same instructions: machines that share a job agree on them.
if defined ZVIDEO_CPU_LEVEL if not "%ZVIDEO_CPU_LEVEL%"=="avx2" (
    >&2 echo zvideo: error: ZVIDEO_CPU_LEVEL=%ZVIDEO_CPU_LEVEL%: expected avx2, or nothing
    exit /b 64
)
if defined ZVIDEO_CPU_LEVEL set "ATEN_CPU_CAPABILITY=avx2"
if defined ZVIDEO_CPU_LEVEL set "ONEDNN_MAX_CPU_ISA=AVX2"
if defined ZVIDEO_CPU_LEVEL set "OPENBLAS_CORETYPE=Haswell"

rem A download brings the Java that it was made with.
set "JAVA="
if exist "%ZVIDEO_HOME%\runtime\bin\java.exe" set "JAVA=%ZVIDEO_HOME%\runtime\bin\java.exe"
if not defined JAVA if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
if not defined JAVA (
    >&2 echo zvideo: error: no Java found; install a JDK or JRE 17 or newer, or set JAVA_HOME
    exit /b 69
)

rem The jar of the command names all others. Plug-ins come last, so that the archive of classes fits with and without them.
for %%F in ("%ZVIDEO_HOME%\lib\zvideo-cli-*.jar") do set "CLASSES=%%~fF"
if exist "%ZVIDEO_HOME%\plugins\*.jar" set "CLASSES=%CLASSES%;%ZVIDEO_HOME%\plugins\*"

rem What computes nothing is done before Java's second compiler has paid for itself. Only the first word is looked at.
set "COMPILER="
if "%~1"=="" set "COMPILER=-XX:TieredStopAtLevel=1"
for %%A in (-h --help -V --version help doctor models debug tally man generate-completion) do if "%~1"=="%%A" set "COMPILER=-XX:TieredStopAtLevel=1"

rem A small heap needs no collector with threads of its own. Two collectors would be an error.
set "COLLECTOR=-XX:+UseSerialGC"
if defined ZVIDEO_JAVA_OPTS set ZVIDEO_JAVA_OPTS | findstr /r /c:"-XX:+Use[A-Za-z0-9]*GC" >nul && set "COLLECTOR="

rem Classes as the build left them for its Java and this folder. Any other Java ignores them, and shall say nothing of it.
set "SHARED="
if exist "%ZVIDEO_HOME%\lib\zvideo.jsa" set SHARED="-XX:SharedArchiveFile=%ZVIDEO_HOME%\lib\zvideo.jsa" "-Xlog:cds*=off"

"%JAVA%" -Xmx2g -XX:+DisplayVMOutputToStderr -XX:-UsePerfData --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 "-Dzvideo.home=%ZVIDEO_HOME%" %COLLECTOR% %COMPILER% %ZVIDEO_JAVA_OPTS% %SHARED% -cp "%CLASSES%" org.zvideo.cli.Main %*
exit /b %ERRORLEVEL%
